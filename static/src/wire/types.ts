/** The page's names for what the API answers. Shapes come from schema.ts alone; here the page adds what only it knows. */
import type * as wire from "./schema";

export type GradState = wire.NodeDocument["grad_state"];
export type Notice = wire.NoticeDocument;
/** One use of the chain rule; those of a program's own engine have what they should have added, null for nothing. */
export interface Step extends Omit<wire.TraceDocument, "want" | "line" | "file"> {
  readonly want?: number | null;
}
export type BrokenStep = wire.BrokenStepDocument;
/** How much of a graph is drawn box by box. */
export type Detail = "program" | "calls" | "lines" | "values";
export type Direction = NonNullable<wire.ViewRequest["direction"]>;
export type Look = NonNullable<wire.ViewRequest["look"]>;
export type Around = wire.Around;
export type OpEntry = Omit<wire.OpDocument, "rule">;
export type CurveData = wire.CurveDocument;
export type Example = wire.ExampleDocument;
export type Format = wire.FormatDocument;
export type LimitEntry = wire.LimitDocument;
export type Task = wire.LessonDocument["task"];
export type Lesson = wire.LessonDocument;
export type Statement = wire.StatementDocument;
export type Descent = wire.DescentDocument;
export type Memory = wire.OptimizerDocument;
export type Path = wire.PathDocument;
export type Quotient = wire.ErrorDocument;
export type Method = wire.NudgeDocument["method"];
export type BugAnswer = wire.BugsDocument;
export type Bug = BugAnswer["bugs"][number];
export type Window = NonNullable<wire.ProgramRequest["window"]>;
export type Sort = NonNullable<Window["sort"]>;
export type Kind = wire.FoundDocument["kind"];
export type Match = wire.MatchDocument;
export type Found = wire.FoundDocument;
export type OwnEngine = wire.OwnEngineDocument;
export type Finding = wire.FindingDocument;
export type Operation = wire.OperationDocument;
export type Tried = wire.TriedDocument;

/** A node, and what only a window of nodes says of it. */
export interface GraphNode
  extends wire.NodeDocument,
    Partial<Pick<wire.WindowNodeDocument, "scope" | "element" | "arity" | "uses" | "used_by">> {
  /** The grad of the program's own engine, where the right one is shown in its place. */
  readonly theirs?: number;
  /** What the page does not show yet; the number itself is not in such a node. */
  readonly hidden?: "data" | "grad";
}

export interface Frame extends Omit<wire.FrameDocument, "structure"> {
  /** How its grads are where the page knows better than the server: of a graph that is sent as a frame. */
  readonly state?: GradState;
}

/** Nodes that were asked for one by one, or some at a time (known.ts). */
export interface Known {
  get(at: number): GraphNode | null;
  has(at: number, uses?: boolean): boolean;
  add(nodes: readonly GraphNode[]): void;
  all(): Iterable<readonly [number, GraphNode]>;
  follow(before: Known): void;
}

/** A graph as it was answered, or as the page has computed it from there; what is null is not known any more. */
export interface GraphDocument
  extends Omit<wire.GraphDocument, "check" | "frame" | "grads" | "groups" | "nodes" | "trace"> {
  readonly nodes: readonly GraphNode[];
  readonly groups?: readonly Pick<wire.GroupDocument, "path">[];
  readonly frame: Frame | null;
  readonly trace: readonly Step[] | null;
  /** Of a graph that is too large to be sent whole: its nodes, as far as they were asked for. */
  readonly known?: Known;
  /** Whose numbers these are, for requests for more of them: those that the program left, or fresh ones. */
  readonly numbers?: "fresh" | "program";
  /** The files that it was run with, if there were any. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Nudge extends Omit<wire.NudgeDocument, "frame" | "changed"> {
  /** Every node's numbers while it is nudged, and which of them that changes; null where it was not asked for. */
  readonly frame: wire.FrameDocument | null;
  readonly changed: readonly string[];
  /** By h from 1 down to 1e-14; empty where it was not asked for. */
  readonly curve: readonly Quotient[];
}

export interface Paths extends Omit<wire.PathsDocument, "count"> {
  /** How many there are: a bigint where no double holds the number, null where it has too many digits to read. */
  readonly count: number | bigint | null;
}

/** How many nodes the graph has, even where there are too many of them to be sent one by one. */
export const size = (doc: GraphDocument): number => doc.nodes.length || (doc.frame?.data.length ?? 0);
