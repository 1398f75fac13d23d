/** What a run has told: its losses, norms, and parts as far as there is room for them. Pure. */
import type { Norms, Part, Pass } from "../wire/live";

/** Bytes of parts that are kept; beyond it every second pass goes, then every second of those. */
const MOST = 48 * 2 ** 20;
/** Seconds over which the speed is measured. */
const OVER = 1;

const bytesOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { data, grad }) => sum + data.byteLength + grad.byteLength, 0);

export class RunRecord {
  readonly at: number[] = [];
  readonly loss: number[] = [];
  readonly seconds: number[] = [];
  readonly recorded: number[] = [];
  readonly norms = new Map<number, Norms>();
  newest: Pass | null = null;
  /** The first pass at which something was not finite. */
  broken: Pass | null = null;
  /** Grad norms by name over the passes; they grow in place. */
  readonly lines = new Map<string, { readonly at: number[]; readonly values: number[] }>();
  readonly #parts = new Map<number, readonly Part[]>();
  /** Always here, though it may be thinned later. */
  #latest: { readonly pass: number; readonly parts: readonly Part[] } | null = null;
  #bytes = 0;
  #stride = 1;

  /** The newest passes whose parts and norms were sent: not every pass has them. */
  partsStep: number | null = null;
  normsStep: number | null = null;

  add(told: Pass): void {
    if (this.newest !== null && told.pass <= this.newest.pass) return; // told again after a lost connection
    const pass = { ...told, of: told.of ?? this.newest?.of ?? null };
    this.newest = pass;
    this.at.push(pass.pass);
    this.loss.push(pass.value);
    this.seconds.push(pass.seconds);
    if (pass.recorded) this.recorded.push(pass.pass);
    if (pass.norms !== null) this.#take(pass.pass, pass.norms);
    if (pass.nonFinite !== null || !Number.isFinite(pass.value)) this.broken ??= pass;
    if (pass.parts !== null) this.#keep(pass.pass, pass.parts);
  }

  partsAt(pass: number): readonly Part[] | null {
    if (this.#latest?.pass === pass) return this.#latest.parts;
    return this.#parts.get(pass) ?? null;
  }

  /** Passes a second, over the last second of the run; null before there are two. */
  get speed(): number | null {
    const end = this.seconds.length - 1;
    const last = this.seconds[end];
    if (last === undefined || end < 1) return null;
    let from = end - 1;
    while (from > 0 && last - (this.seconds[from] ?? 0) < OVER) from -= 1;
    const span = last - (this.seconds[from] ?? 0);
    return span > 0 ? ((this.at[end] ?? 0) - (this.at[from] ?? 0)) / span : null;
  }

  #take(pass: number, norms: Norms): void {
    this.norms.set(pass, norms);
    this.normsStep = pass;
    for (const { name, grad, scope } of norms.lists) {
      if (scope !== null && scope !== "") continue; // computed in a function, once for each call
      const line = this.lines.get(name) ?? { at: [], values: [] };
      line.at.push(pass);
      line.values.push(grad);
      this.lines.set(name, line);
    }
  }

  #keep(pass: number, parts: readonly Part[]): void {
    this.partsStep = pass;
    this.#latest = { pass, parts };
    if (this.#parts.size > 0 && pass % this.#stride !== 0) return;
    this.#parts.set(pass, parts);
    this.#bytes += bytesOf(parts);
    while (this.#bytes > MOST && this.#parts.size > 2) {
      this.#stride *= 2;
      const [first] = this.#parts.keys();
      for (const [at, each] of this.#parts) {
        if (at === first || at % this.#stride === 0) continue;
        this.#parts.delete(at);
        this.#bytes -= bytesOf(each);
      }
    }
  }
}
