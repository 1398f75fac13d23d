/** Questions as the server writes them into their pages. */

/** From one number to another, both included; null where there is no bound. */
export type Range = readonly [number | null, number | null];

/** What must hold of the graph that is shown for an attempt to be done; all that is named, at once. */
export interface Rule {
  /** The data and the grads of nodes, by label. */
  readonly data?: Readonly<Record<string, Range>>;
  readonly grad?: Readonly<Record<string, Range>>;
  /** How many backward passes the leaf grads hold. */
  readonly passes?: number;
  /** Backward steps that have been gone through. */
  readonly step?: number;
  /** The program's own class computes the right grads. */
  readonly agrees?: boolean;
  /** What the program prints. */
  readonly printed?: string;
  /** The program stops with an error that says this; nothing else can be asked of it then. */
  readonly fails?: string;
  /** A value of this op is in the graph, or is not. */
  readonly op?: string;
  readonly without?: string;
}

type Control = "backward" | "zero" | "descend";

/** One thing that an attempt does. */
export type Action =
  | { readonly edit: readonly [string, string] }
  | { readonly set: Readonly<Record<string, number>> }
  | { readonly press: Control; readonly times?: number }
  | { readonly step: number };

interface Attempt {
  readonly text: string;
  readonly do: readonly Action[];
  readonly when: Rule;
  readonly done: string;
}

/** A question as a list of them has it. */
export interface QuestionEntry {
  readonly name: string;
  readonly title: string;
  readonly group: string;
}

export interface Question extends QuestionEntry {
  readonly source: string;
  /** What is shown first, as a link keeps it. */
  readonly shows: Readonly<Record<string, unknown>>;
  readonly html: string;
  readonly pytorch: string;
  readonly attempt: Attempt;
}

/** What a question may explain. */
export type RelatedKind = "lesson" | "finding" | "op" | "notice" | "error";

/** A question as a link to it has it. */
export interface Related {
  readonly name: string;
  readonly short: string;
}
