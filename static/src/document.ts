/**
 * The graph document as the API sends it, with its non-finite numbers turned back into numbers.
 * Shapes only: nothing here knows the page, and nothing here fetches.
 */

import type { Memory, Plan } from "./plan";

export type GradState = "none" | "fresh" | "stale" | "accumulated" | "assigned";

export interface Input {
  readonly node: string;
  /** ∂target/∂input at this point; null in a constant's slot and while only numbers were asked for. */
  readonly partial: number | null;
}

export interface GraphNode {
  readonly id: string;
  readonly op: string;
  /** Unique in the document; leaves only. */
  readonly name?: string;
  readonly label: string;
  readonly group: string;
  readonly line: number | null;
  readonly data: number;
  readonly grad: number;
  readonly grad_state: GradState;
  readonly passes: number;
  readonly inputs: readonly Input[];
  /** What the page does not show yet; the number itself is not in such a node. */
  readonly veil?: "data" | "grad";
}

export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly node: string | null;
}

export interface Step {
  readonly step: number;
  readonly node: string;
  readonly from: string | null;
  readonly slot: number | null;
  readonly upstream: number | null;
  readonly partial: number | null;
  readonly contribution: number;
  readonly before: number;
  readonly after: number;
  readonly rule: string | null;
}

export interface Frame {
  readonly data: readonly number[];
  readonly grad: readonly number[];
  /** How its grads stand where the page knows better than the numbers: of a graph that is sent as a frame. */
  readonly state?: GradState;
  readonly passes?: number;
}

export interface GraphDocument {
  readonly source: string;
  readonly output: string | null;
  /** What the output is called, even where the nodes are not sent. */
  readonly output_name?: string | null;
  readonly value: number | null;
  readonly result: string | null;
  readonly structure: string | null;
  readonly parameters: readonly string[];
  readonly nodes: readonly GraphNode[];
  readonly groups?: readonly { readonly path: string }[];
  readonly printed: string;
  readonly notices: readonly Notice[];
  readonly frame: Frame | null;
  readonly trace: readonly Step[] | null;
}

export interface Descent {
  readonly losses: readonly number[];
  readonly values: Readonly<Record<string, number>>;
  readonly frames: readonly (Frame & { readonly step: number })[];
  readonly optimizer: Memory;
  readonly stopped: { readonly step: number; readonly node: string; readonly reason: string } | null;
}

export interface OpEntry {
  readonly name: string;
  readonly symbol: string;
  readonly rules: readonly string[];
  readonly formula: string;
  /** What stands between two operands; empty for what is called by its name. */
  readonly token: string;
  /** Null for any number of arguments. */
  readonly arity: number | null;
  readonly aliases: readonly string[];
}

/** A program as a function of one leaf. */
export interface CurveData {
  readonly leaf: string;
  readonly x: readonly number[];
  readonly value: readonly number[];
  readonly grad: readonly number[];
  /** One graph serves every point; else the program looked at numbers and was run at each. */
  readonly reusable: boolean;
  readonly failures: number;
  readonly failed: readonly {
    readonly x: number;
    readonly code: string;
    readonly detail: string;
    readonly line: number | null;
  }[];
}

/** A form in which the graph leaves, and the call that makes it. */
export interface Form {
  readonly name: string;
  readonly title: string;
  readonly media: string;
  readonly filename: string;
  readonly call: string;
}

export interface Example {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly values: Readonly<Record<string, number>>;
  /** The descent that it is meant for; null where any will do. */
  readonly descent: {
    readonly learning_rate: number;
    readonly steps: number;
    readonly schedule: { readonly kind: Plan["schedule"]; readonly final: number };
  } | null;
}

/** How many nodes the graph has, even where there are too many of them to be sent one by one. */
export const size = (doc: GraphDocument): number => doc.nodes.length || (doc.frame?.data.length ?? 0);

/** JSON spells nan and the infinities as strings; everything else that is a number already is one. */
export function number(raw: unknown): number {
  if (typeof raw === "number") return raw;
  if (raw === "Infinity") return Number.POSITIVE_INFINITY;
  if (raw === "-Infinity") return Number.NEGATIVE_INFINITY;
  return Number.NaN;
}

/** A document, node, frame, step or descent as it comes out of JSON. */
interface Raw {
  readonly value?: unknown;
  readonly nodes?: unknown;
  readonly notices?: unknown;
  readonly frame?: unknown;
  readonly trace?: unknown;
  readonly data?: unknown;
  readonly grad?: unknown;
  readonly inputs?: unknown;
  readonly node?: unknown;
  readonly partial?: unknown;
  readonly step?: unknown;
  readonly upstream?: unknown;
  readonly contribution?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly losses?: unknown;
  readonly values?: unknown;
  readonly frames?: unknown;
  readonly optimizer?: unknown;
  readonly stopped?: unknown;
}

const maybe = (raw: unknown): number | null => (raw === null || raw === undefined ? null : number(raw));
const numbers = (raw: unknown): number[] => (raw as unknown[]).map(number);
const list = (raw: unknown): Raw[] => (Array.isArray(raw) ? (raw as Raw[]) : []);

function readFrame(raw: unknown): Frame | null {
  if (raw === null || raw === undefined) return null;
  const frame = raw as Raw;
  return { data: numbers(frame.data), grad: numbers(frame.grad) };
}

function readNode(raw: Raw): GraphNode {
  return {
    ...(raw as unknown as GraphNode),
    data: number(raw.data),
    grad: number(raw.grad),
    inputs: list(raw.inputs).map((input) => ({ node: String(input.node), partial: maybe(input.partial) })),
  };
}

function readStep(raw: Raw): Step {
  return {
    ...(raw as unknown as Step),
    upstream: maybe(raw.upstream),
    partial: maybe(raw.partial),
    contribution: number(raw.contribution),
    before: number(raw.before),
    after: number(raw.after),
  };
}

export function readDocument(raw: unknown): GraphDocument {
  const body = raw as Raw;
  return {
    ...(body as unknown as GraphDocument),
    value: maybe(body.value),
    nodes: list(body.nodes).map(readNode),
    notices: list(body.notices) as unknown as Notice[],
    frame: readFrame(body.frame),
    trace: Array.isArray(body.trace) ? list(body.trace).map(readStep) : null,
  };
}

export function readDescent(raw: unknown): Descent {
  const body = raw as Raw;
  const values = Object.entries((body.values ?? {}) as Record<string, unknown>).map(([name, value]) => [
    name,
    number(value),
  ]);
  return {
    losses: numbers(body.losses),
    values: Object.fromEntries(values),
    frames: list(body.frames).map((frame) => ({
      step: number(frame.step),
      data: numbers(frame.data),
      grad: numbers(frame.grad),
    })),
    optimizer: readMemory(body.optimizer),
    stopped: (body.stopped ?? null) as Descent["stopped"],
  };
}

function readMemory(raw: unknown): Memory {
  const { kind, step, state } = raw as Memory;
  const read = (parts: Readonly<Record<string, unknown>>): Record<string, number> =>
    Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, number(value)]));
  return {
    kind,
    step,
    state: Object.fromEntries(Object.entries(state).map(([name, parts]) => [name, read(parts)])),
  };
}

export function readCurve(raw: unknown): CurveData {
  const body = raw as CurveData;
  return {
    ...body,
    x: numbers(body.x),
    value: numbers(body.value),
    grad: numbers(body.grad),
    failed: body.failed.map((point) => ({ ...point, x: number(point.x) })),
  };
}
