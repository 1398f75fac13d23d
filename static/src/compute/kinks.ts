/**
 * Kinks of the output as a function of one node, as `engine/explain/kinks.py` finds them: points where its slopes on the
 * two sides differ, at the node's data and between it and where the node is moved. Pure.
 */
import type { Flat } from "./flat";
import { partialOf } from "./loops";
import { dependents, hold } from "./moved";
import { BENT, kink, value } from "./ops";

/** Places looked at in an interval, its ends among them; of larger graphs than this work allows the ends alone. */
const SAMPLES = 9;
const SAMPLED_WORK = 200_000;
/** Ops computed to prove that a changed sign is a kink; above, it is taken for one. */
const BISECTED_WORK = 1_000_000;
/** Relative difference of two slopes that rounding does not explain. */
const TOLERANCE = 1e-9;

export interface Kinks {
  /** The output's slopes at the point, on its two sides. */
  readonly left: number;
  readonly right: number;
  /** The ops that are at their kink there, if these slopes differ. */
  readonly at: readonly number[];
  /** The ops whose kink lies inside the interval. */
  readonly between: readonly number[];
}

/** Whether two slopes differ by more than rounding explains; a slope that is NaN says nothing. */
function differ(left: number, right: number, scale = 0): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  if (Math.abs(left) === Number.POSITIVE_INFINITY || Math.abs(right) === Number.POSITIVE_INFINITY)
    return left !== right;
  return Math.abs(left - right) > TOLERANCE * Math.max(Math.abs(left), Math.abs(right), scale);
}

const sized = (slope: number): number => (Number.isFinite(slope) ? Math.abs(slope) : 0);

/** The output along one node: everything else stays as it is in `data`. */
class Line {
  readonly bent: readonly number[];
  readonly #order: Int32Array;
  #work = 0;

  constructor(
    private readonly flat: Flat,
    private readonly data: Float64Array,
    private readonly node: number,
  ) {
    this.#order = dependents(flat, node);
    this.bent = [...this.#order].filter((at) => BENT.has(flat.codes[at] as number));
  }

  /** Every node's data where the node is x. */
  at(x: number): Float64Array {
    this.#work += this.#order.length;
    const values = this.data.slice();
    hold(this.flat, values, this.node, x, this.#order);
    return values;
  }

  /** On which side of its kink an op is: negative, 0 or positive. */
  side(at: number, values: Float64Array): number {
    const [code, a, b] = this.#arguments(at, values);
    return kink(code, a, b);
  }

  /** The output's slopes on the left and on the right of this point. */
  slopes(values: Float64Array): readonly [number, number] {
    return [0 - this.#push(values, -1), this.#push(values, 1)]; // 0 − 0 is 0, and −0 would show
  }

  #arguments(at: number, values: Float64Array): readonly [number, number, number] {
    const { codes, begins, inputs } = this.flat;
    const begin = begins[at] as number;
    const [first, second] = [inputs[begin] as number, inputs[begin + 1] as number];
    return [codes[at] as number, values[first] as number, values[second] as number];
  }

  /** An op at its kink is its own derivative there: each of them is positively homogeneous. */
  #push(values: Float64Array, direction: number): number {
    const { flat } = this;
    const tangents = new Float64Array(flat.size);
    const isMoved = new Uint8Array(flat.size);
    tangents[this.node] = direction;
    isMoved[this.node] = 1;
    for (const at of this.#order) {
      isMoved[at] = 1;
      if (BENT.has(flat.codes[at] as number) && this.side(at, values) === 0) {
        tangents[at] = value(...this.#arguments(at, tangents));
        continue;
      }
      const begin = flat.begins[at] as number;
      let tangent = 0;
      for (let k = begin; k < (flat.begins[at + 1] as number); k += 1) {
        const input = flat.inputs[k] as number;
        if (isMoved[input] === 1)
          tangent += partialOf(flat, values, at, k - begin) * (tangents[input] as number);
      }
      tangents[at] = tangent;
    }
    return tangents[flat.size - 1] as number;
  }

  /** The ops whose kink lies strictly between two points and bends the output. */
  crossed(low: number, high: number): number[] {
    const count = this.#order.length * SAMPLES <= SAMPLED_WORK ? SAMPLES : 2;
    const all = Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
    const places = [...new Set(all)].sort((one, other) => one - other);
    const samples = places.map((x) => [x, this.at(x)] as const);
    const ends = [samples[0], samples.at(-1)].flatMap((end) =>
      end === undefined ? [] : this.slopes(end[1]),
    );
    const steepest = Math.max(...ends.map(sized));
    this.#work = 0;
    return this.bent.filter((at) =>
      this.#changes(at, samples).some(([below, above]) => this.#bends(at, below, above, steepest)),
    );
  }

  /** Pairs of places on different sides of an op's kink, with none but the kink itself between them. */
  #changes(at: number, samples: readonly (readonly [number, Float64Array])[]): (readonly [number, number])[] {
    const found: (readonly [number, number])[] = [];
    let last: readonly [number, number] | null = null;
    for (const [x, values] of samples) {
      const side = this.side(at, values);
      if (side === 0 || Number.isNaN(side)) continue;
      if (last !== null && last[1] < 0 !== side < 0) found.push([last[0], x]);
      last = [x, side];
    }
    return found;
  }

  /** Whether the output's slope changes where the op goes over its kink, between these places. */
  #bends(at: number, from: number, to: number, steepest: number): boolean {
    let [low, high] = [from, to];
    const isBelow = this.side(at, this.at(low)) < 0;
    while (this.#work < BISECTED_WORK) {
      const middle = low + (high - low) / 2;
      const values = this.at(middle);
      const side = this.side(at, values);
      if (side === 0) return differ(...this.slopes(values), steepest);
      if (!(low < middle && middle < high))
        return differ(this.slopes(this.at(low))[0], this.slopes(this.at(high))[1], steepest);
      if (side < 0 === isBelow) low = middle;
      else high = middle;
    }
    return true;
  }
}

/** The kinks at the node's data, and from there down to `below` and up to `above`; data is a forward pass's result. */
export function kinks(flat: Flat, data: Float64Array, node: number, below: number, above: number): Kinks {
  const x = data[node] as number;
  const line = new Line(flat, data, node);
  const [left, right] = line.slopes(data);
  if (line.bent.length === 0) return { left, right, at: [], between: [] };
  const at = differ(left, right) ? line.bent.filter((each) => line.side(each, data) === 0) : [];
  const spans = [
    [below, x],
    [x, above],
  ] as const;
  const between = new Set(spans.flatMap(([low, high]) => (low < high ? line.crossed(low, high) : [])));
  return { left, right, at, between: [...between].sort((one, other) => one - other) };
}
