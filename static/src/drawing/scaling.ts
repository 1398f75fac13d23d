/** One scale for all that is drawn, kept while numbers change. */
import { signal } from "@preact/signals";
import type { HeatScale } from "./heats";
import { isBeyond, NO_SCALE, scaleOf } from "./heats";
import type { Moment } from "./moment";
import { numbersOf } from "./numbers";
import type { Drawing } from "./picture";

/** The scales of what is drawn, and whether some number lies beyond them. */
export interface Scales extends HeatScale {
  readonly isBeyondData: boolean;
  readonly isBeyondGrad: boolean;
  readonly isBeyondMatrix: boolean;
  /** Numbers have changed since the scales were made. */
  readonly isOld: boolean;
}

type Doc = Moment["doc"];

export class Scaling {
  /** The scales of strips and matrices; null where nothing is drawn as such. */
  readonly shown = signal<Scales | null>(null);
  #heat: HeatScale = NO_SCALE;
  /** The document whose scales are shown. */
  #told: Doc | null = null;
  /** The document whose numbers the scales were made for. */
  #scaled: Doc | null = null;

  get heat(): HeatScale {
    return this.#heat;
  }

  /** The next numbers make a new scale. */
  reset(): void {
    this.#heat = NO_SCALE;
    this.#told = null;
  }

  /** Made for a drawing, and for grads when there are some for the first time. */
  fit({ boxes, heats }: Drawing, doc: Doc): void {
    if (this.#told === doc) return;
    this.#told = doc;
    const { data, grad } = numbersOf(doc);
    const { data: most, grad: mostGrad, matrixGrad } = this.#heat;
    if (most === 0 || (mostGrad === 0 && matrixGrad === 0)) {
      const found = scaleOf(boxes, data, grad);
      this.#scaled = doc;
      this.#heat = most === 0 ? found : { ...this.#heat, grad: found.grad, matrixGrad: found.matrixGrad };
    }
    const scale = this.#heat;
    this.shown.value = {
      ...scale,
      isBeyondData: isBeyond(heats, data, scale.data, false),
      isBeyondGrad: isBeyond(heats, grad, scale.grad, false),
      isBeyondMatrix: isBeyond(heats, data, scale.matrixData, true),
      isOld: this.#scaled !== doc,
    };
  }
}
