/** The rows of a playground as the program told them or as its file has them, and how the network does on each. Pure. */
import type { Points } from "./csv";
import { forward, type Network } from "./forward";
import type { Loss, Task } from "./program";

/** What a program watched, as far as rows are read from it. */
interface Seen {
  readonly value: number | readonly number[] | string;
  readonly shape: readonly number[];
}
export type Watched = ReadonlyMap<string, readonly Seen[]>;

export interface Rows extends Points {
  /** Rows that are kept for testing. */
  readonly test: ReadonlySet<number>;
}

const numbers = (found: Seen | undefined): readonly number[] =>
  found === undefined || typeof found.value === "string" || typeof found.value === "number"
    ? []
    : found.value;

/** What the program watched as "inputs", "labels" and "test rows"; null where it did not. */
export function watchedRows(watched: Watched): Rows | null {
  const inputs = watched.get("inputs")?.at(-1);
  const labels = numbers(watched.get("labels")?.at(-1));
  const flat = numbers(inputs);
  const width =
    inputs?.shape.length === 2 ? (inputs.shape[1] ?? 0) : labels.length > 0 ? flat.length / labels.length : 0;
  if (labels.length === 0 || width < 1 || flat.length !== labels.length * width) return null;
  return {
    names: Array.from({ length: width }, (_, at) => `x${at + 1}`),
    rows: labels.map((_, row) => flat.slice(row * width, (row + 1) * width)),
    labels,
    classes: [],
    test: new Set(numbers(watched.get("test rows")?.at(-1))),
  };
}

/** What is learned, where the program does not say it in a known way. */
export function taskOfRows({ labels }: Points, outputs: number): Task {
  if (outputs > 1) return "several";
  return new Set(labels).size <= 2 ? "two" : "number";
}

export const classesOf = (rows: Points, task: Task): readonly number[] =>
  task === "two"
    ? [-1, 1]
    : task === "several"
      ? [...new Set(rows.labels)].sort((one, other) => one - other)
      : [];

/** What a class is called. */
export function className(rows: Points, label: number): string {
  const isTwo = rows.classes.length === 2 || rows.labels.includes(-1);
  if (rows.classes.length === 2) return rows.classes[label > 0 ? 1 : 0] ?? "";
  return rows.classes[label] ?? (isTwo && label > 0 ? `+${label}` : String(label).replace("-", "−"));
}

export interface Judged {
  /** The scores of each row. */
  readonly scores: readonly Float32Array[];
  /** The class that the scores say, or the number. */
  readonly said: readonly number[];
  readonly wrong: ReadonlySet<number>;
}

/** How the network does on each row. */
export function judge(network: Network, rows: Rows, task: Task): Judged {
  const count = rows.rows.length;
  const inputs = rows.names.length;
  const x = new Float32Array(inputs * count);
  rows.rows.forEach((row, at) => {
    for (let j = 0; j < inputs; j += 1) x[j * count + at] = row[j] ?? 0;
  });
  const all = forward(network, x, count);
  const outputs = all.length / Math.max(1, count);
  const scores = rows.rows.map((_, at) =>
    Float32Array.from({ length: outputs }, (__, k) => all[k * count + at] ?? 0),
  );
  const said = scores.map((score) => {
    const [first = Number.NaN] = score;
    if (task === "number") return first;
    return task === "two" ? (first > 0 ? 1 : -1) : score.indexOf(Math.max(...score));
  });
  const isWrong = (label: number, at: number): boolean =>
    task === "two" ? label > 0 !== (said[at] ?? 0) > 0 : label !== said[at];
  const wrong = new Set(
    task === "number" ? [] : rows.labels.flatMap((label, at) => (isWrong(label, at) ? [at] : [])),
  );
  return { scores, said, wrong };
}

/** How often each class was taken for each: rows are what is so, columns what the network says. */
export function confusion(rows: Rows, judged: Judged, task: Task, of: "train" | "test"): number[][] {
  const classes = classesOf(rows, task);
  const index = (label: number): number => (task === "two" ? (label > 0 ? 1 : 0) : classes.indexOf(label));
  const table = classes.map(() => classes.map(() => 0));
  rows.labels.forEach((label, at) => {
    if (rows.test.has(at) !== (of === "test")) return;
    const row = table[index(label)];
    const column = index(judged.said[at] ?? 0);
    if (row !== undefined && column >= 0) row[column] = (row[column] ?? 0) + 1;
  });
  return table;
}

/** What one row adds to the grad of its own score, ∂loss/∂score. */
export function pull(loss: Loss, label: number, score: number, rows: number): number {
  if (loss === "squared") return (2 * (score - label)) / rows;
  if (loss === "max-margin") return 1 - label * score > 0 ? -label / rows : 0;
  return -label / (1 + Math.exp(label * score)) / rows;
}

/** The share of each of several scores after softmax. */
export function chances(scores: ArrayLike<number>): number[] {
  const all = Array.from(scores);
  const largest = Math.max(...all);
  const sizes = all.map((score) => Math.exp(score - largest));
  const sum = sizes.reduce((one, other) => one + other, 0);
  return sizes.map((size) => size / sum);
}

/** What one row adds to the grad of each of its several scores; `label` is the index of its class. */
export function pulls(loss: Loss, label: number, scores: ArrayLike<number>, rows: number): number[] {
  const all = Array.from(scores);
  const own = all[label] ?? Number.NaN;
  const is = (at: number): number => (at === label ? 1 : 0);
  if (loss === "squared") return all.map((score, at) => (2 * (score - is(at))) / rows);
  if (loss === "cross-entropy") return chances(all).map((share, at) => (share - is(at)) / rows);
  const over = all.map((score, at) => (at !== label && 1 + score - own > 0 ? 1 : 0));
  const count = over.reduce<number>((one, other) => one + other, 0);
  return over.map((each, at) => (at === label ? (count === 0 ? 0 : -count / rows) : each / rows));
}
