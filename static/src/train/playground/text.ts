/**
 * The controls of a playground and its program are one: each control is found in the text, and moving it rewrites that
 * piece and nothing else. A piece that is not written as the controls write it is left as it is ("set in the program").
 */
import {
  ACTIVATIONS,
  batch,
  DATA,
  type DataSet,
  LOSS,
  type Loss,
  METHOD,
  number,
  RIGHT,
  type Settings,
  type Task,
  taskOf,
  USUAL,
  WATCHED,
} from "./program";

/** What the text says, by control; null where it is set in the program in a way that no control can say. */
export type Read = { readonly [Name in keyof Settings]: Settings[Name] | null } & {
  readonly batchIsAll: boolean;
};

/** A piece of the text, and what it says. */
interface Found<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

const NUMBER = String.raw`[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;

/** The names that hold a number. */
const NAMES = {
  points: "points",
  noise: "noise",
  dataSeed: "data_seed",
  testShare: "test_share",
  seed: "seed",
  l2: "l2",
  rateFrom: "rate_from",
  rateTo: "rate_to",
  steps: "steps",
} as const;
type NumberName = keyof typeof NAMES;

const only = <T>(found: readonly T[]): T | null => (found.length === 1 ? (found[0] ?? null) : null);

/** The right side of the one line that assigns this name, if it fits. */
function assigned(text: string, name: string, form: string): Found<string> | null {
  const all = [...text.matchAll(new RegExp(String.raw`^[ \t]*${name}[ \t]*[-+*/]?=(?!=)`, "gm"))];
  if (all.length !== 1) return null;
  const match = new RegExp(String.raw`^(${name}[ \t]*=[ \t]*)(${form})[ \t]*(?:#.*)?$`, "m").exec(text);
  if (match === null) return null;
  const from = match.index + (match[1]?.length ?? 0);
  const value = match[2] ?? "";
  return { from, to: from + value.length, value };
}

function numberAt(text: string, name: string): Found<number> | null {
  const found = assigned(text, name, NUMBER);
  return found && { ...found, value: Number(found.value.replaceAll("_", "")) };
}

/** Whole lines that the text has exactly once, of any of these forms. */
function form<T>(text: string, forms: readonly (readonly [T, string])[]): Found<T> | null {
  const lines = `\n${text}\n`;
  const found = forms.flatMap(([value, lines_]): Found<T>[] => {
    const at = lines.indexOf(`\n${lines_}\n`);
    if (at < 0 || lines.indexOf(`\n${lines_}\n`, at + 1) >= 0) return [];
    return [{ from: at, to: at + lines_.length, value }];
  });
  return only(found);
}

const entries = <K extends string>(forms: Readonly<Record<K, string>>): [K, string][] =>
  Object.entries(forms) as [K, string][];

/** Every form of the loss once: that of a number is that of two classes. */
const LOSS_FORMS: readonly (readonly [Loss, string])[] = [
  ...(Object.entries(LOSS.two) as [Loss, string][]),
  ...(Object.entries(LOSS.several) as [Loss, string][]),
];
/** Two classes and several are watched alike. */
const WATCHED_FORMS: readonly (readonly [Task, string])[] = [
  ["two", WATCHED.two],
  ["number", WATCHED.number],
];

interface Layers {
  readonly inputs: Found<number>;
  readonly widths: Found<readonly number[]>;
  readonly activation: Found<Settings["activation"]> | null;
  readonly last: Settings["activation"] | null;
}

/** `model = MLP(2, [16, 16, 1], "relu", last="linear")`, the last two as the engine fills them in. */
function layers(text: string): Layers | null {
  const form = /^(model[ \t]*=[ \t]*MLP\([ \t]*)(\d+)([ \t]*,[ \t]*)(\[[\d, \t]*\])(.*)\)[ \t]*(?:#.*)?$/gm;
  const match = only([...text.matchAll(form)]);
  if (match === null || [...text.matchAll(/^[ \t]*model[ \t]*=(?!=)/gm)].length !== 1) return null;
  const [, head = "", inputs = "", comma = "", list = "", rest = ""] = match;
  const at = match.index + head.length;
  const atList = at + inputs.length + comma.length;
  const widths = list
    .slice(1, -1)
    .split(",")
    .filter((each) => each.trim() !== "")
    .map(Number);
  // What follows the list must be another argument: `[16] * 2` is not a list of widths.
  if (widths.length === 0 || !/^[ \t]*(,|$)/.test(rest)) return null;
  const words =
    /^[ \t]*(?:,[ \t]*(?:nonlin[ \t]*=[ \t]*)?(["'])(\w+)\1)?[ \t]*(?:,[ \t]*last[ \t]*=[ \t]*(["'])(\w+)\3)?[ \t]*,?[ \t]*$/;
  const said = words.exec(rest);
  const known = (word: string | undefined) => ACTIVATIONS.find((each) => each === word) ?? null;
  const usual = /^from micrograd\.nn import .*\bMLP\b/m.test(text) ? "relu" : "tanh";
  const nonlin = said === null ? null : said[2] === undefined ? usual : known(said[2]);
  const quoted = said?.[2] === undefined ? -1 : rest.indexOf(said[2]);
  const atWord = atList + list.length + quoted;
  const last =
    said === null ? null : said[4] === undefined ? (nonlin === "relu" ? "linear" : nonlin) : known(said[4]);
  return {
    inputs: { from: at, to: at + inputs.length, value: Number(inputs) },
    widths: { from: atList, to: atList + list.length, value: widths },
    activation:
      nonlin === null
        ? null
        : quoted < 0
          ? { from: -1, to: -1, value: nonlin }
          : { from: atWord, to: atWord + (said?.[2]?.length ?? 0), value: nonlin },
    last,
  };
}

const dataAt = (text: string): Found<DataSet> | null =>
  [...text.matchAll(/^[ \t]*X[ \t]*,[ \t]*y[ \t]*=(?!=)/gm)].length === 1 ? form(text, entries(DATA)) : null;

const batchAt = (text: string): Found<string> | null => assigned(text, "batch", String.raw`\d+|len\(train\)`);

/** What the network is made of, as far as its text says: what a forward pass in the page needs. */
export function shapeOf(text: string) {
  const found = layers(text);
  if (found === null) return null;
  const { inputs, widths, activation, last } = found;
  return { inputs: inputs.value, widths: widths.value, activation: activation?.value ?? null, last };
}

/** A program whose network is on data in the way that the panels know. */
export const isPlayground = (text: string): boolean =>
  layers(text) !== null && /^[ \t]*X[ \t]*,[ \t]*y[ \t]*=/m.test(text) && /\.backward\(\)/.test(text);

export function read(text: string): Read {
  const found = layers(text);
  const rows = batchAt(text)?.value;
  const numbers = Object.fromEntries(
    Object.entries(NAMES).map(([key, name]) => [key, numberAt(text, name)?.value ?? null]),
  ) as Record<NumberName, number | null>;
  return {
    ...numbers,
    set: dataAt(text)?.value ?? null,
    inputs: found?.inputs.value ?? null,
    hidden: found?.widths.value.slice(0, -1) ?? null,
    outputs: found?.widths.value.at(-1) ?? null,
    activation: found?.activation?.value ?? null,
    loss: form(text, LOSS_FORMS)?.value ?? null,
    task: form(text, entries(RIGHT))?.value ?? null,
    method: form(text, entries(METHOD))?.value ?? null,
    batch: rows === undefined || rows === "len(train)" ? null : Number(rows),
    batchIsAll: rows === "len(train)",
  };
}

const put = (text: string, at: Found<unknown> | null, by: string): string =>
  at === null || at.from < 0 ? text : text.slice(0, at.from) + by + text.slice(at.to);

/** Take away the line that a piece is in. */
function withoutLine(text: string, at: Found<unknown> | null): string {
  if (at === null) return text;
  const from = text.lastIndexOf("\n", at.from) + 1;
  const end = text.indexOf("\n", at.to);
  return text.slice(0, from) + (end < 0 ? "" : text.slice(end + 1));
}

const MADE: readonly NumberName[] = ["points", "noise", "dataSeed"];

/** Another data set: its line, and the numbers that go with it where it is made and not read. */
function withSet(text: string, set: DataSet): string {
  if (dataAt(text) === null) return text;
  let next = put(text, dataAt(text), DATA[set]);
  if (set === "own") {
    for (const name of MADE) next = withoutLine(next, numberAt(next, NAMES[name]));
    return next;
  }
  const missing = MADE.filter((name) => !new RegExp(`^[ \\t]*${NAMES[name]}[ \\t]*=`, "m").test(next));
  const lines = missing.map((name) => `${NAMES[name]} = ${number(USUAL[name])}\n`).join("");
  const at = dataAt(next)?.from ?? 0;
  return next.slice(0, at) + lines + next.slice(at);
}

/** Several outputs, or one; the loss and what is counted as right with them. */
function withTask(text: string, task: Task, inputs: number, outputs: number): string {
  const loss = form(text, LOSS_FORMS)?.value ?? null;
  const widths = layers(text)?.widths ?? null;
  let next = put(text, widths, `[${[...(widths?.value.slice(0, -1) ?? []), outputs].join(", ")}]`);
  next = put(next, layers(next)?.inputs ?? null, String(inputs));
  next = put(next, form(next, entries(RIGHT)), RIGHT[task]);
  next = put(next, form(next, WATCHED_FORMS), WATCHED[task]);
  const fitting = (loss === null ? undefined : LOSS[task][loss]) ?? LOSS[task].squared ?? "";
  return put(next, form(next, LOSS_FORMS), fitting);
}

type Change = { readonly [Name in keyof Settings]?: Settings[Name] };

/** The text with other settings: only the pieces that say them are written. */
export function write(text: string, change: Change): string {
  let next = text;
  for (const [key, name] of Object.entries(NAMES)) {
    const value = change[key as NumberName];
    if (value !== undefined) next = put(next, numberAt(next, name), number(value));
  }
  if (change.batch !== undefined) next = put(next, batchAt(next), batch(change.batch));
  if (change.hidden !== undefined) {
    const widths = layers(next)?.widths ?? null;
    next = put(next, widths, `[${[...change.hidden, widths?.value.at(-1) ?? 1].join(", ")}]`);
  }
  if (change.activation !== undefined) next = put(next, layers(next)?.activation ?? null, change.activation);
  if (change.loss !== undefined) {
    const task = form(next, entries(RIGHT))?.value ?? "two";
    const lines = LOSS[task][change.loss];
    if (lines !== undefined) next = put(next, form(next, LOSS_FORMS), lines);
  }
  if (change.method !== undefined) next = put(next, form(next, entries(METHOD)), METHOD[change.method]);
  if (change.set !== undefined && change.set !== dataAt(next)?.value) {
    const task =
      change.task ??
      (change.set === "own" ? (form(next, entries(RIGHT))?.value ?? "two") : taskOf(change.set));
    const inputs =
      change.inputs ?? (change.set === "own" ? (layers(next)?.inputs.value ?? 2) : task === "number" ? 1 : 2);
    const outputs =
      change.outputs ??
      (change.set === "own" ? (layers(next)?.widths.value.at(-1) ?? 1) : task === "several" ? 3 : 1);
    next = withTask(withSet(next, change.set), task, inputs, outputs);
  } else if (change.task !== undefined) {
    next = withTask(next, change.task, change.inputs ?? 2, change.outputs ?? 1);
  }
  return next;
}
