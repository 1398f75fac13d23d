/** What this page keeps in a link, checked before it is believed. Pure. */
import type { Bug } from "../wire/types";
import type { Attempt } from "./quiz";

export interface KeptLab {
  readonly source: string;
  readonly values?: Readonly<Record<string, number>>;
  readonly bugs: readonly Bug[];
}

export interface Practice {
  readonly attempts: readonly Attempt[];
  readonly lab: KeptLab | null;
  /** Whether the lab is what somebody came for. */
  readonly isLabFirst: boolean;
}

export const BUGS: readonly Bug[] = ["assign", "depth_first", "no_zero_grad", "zero_leaves_only"];

/** Nobody types a number that is longer, and no person tries more often than this. */
const LONGEST = 40;
const MOST = 1_000;

interface Raw {
  readonly attempts?: unknown;
  readonly lab?: unknown;
  readonly isLabFirst?: unknown;
  readonly tries?: unknown;
  readonly hints?: unknown;
  readonly isRevealed?: unknown;
  readonly source?: unknown;
  readonly bugs?: unknown;
  readonly values?: unknown;
}

const record = (value: unknown): Raw | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Raw) : null;

function readAttempt(raw: unknown): Attempt | null {
  const { tries, hints, isRevealed } = record(raw) ?? {};
  if (!Array.isArray(tries) || tries.length > MOST) return null;
  if (!tries.every((text) => typeof text === "string" && text.length <= LONGEST)) return null;
  if (!Number.isInteger(hints) || (hints as number) < 0 || typeof isRevealed !== "boolean") return null;
  return { tries: tries as string[], hints: hints as number, isRevealed };
}

function readLab(raw: unknown): KeptLab | null {
  const { source, bugs, values = {} } = record(raw) ?? {};
  if (typeof source !== "string" || !Array.isArray(bugs) || record(values) === null) return null;
  if (!Object.values(values as object).every(Number.isFinite)) return null;
  const known = BUGS.filter((bug) => bugs.includes(bug));
  if (known.length !== new Set(bugs).size) return null;
  return { source, values: values as Readonly<Record<string, number>>, bugs: known };
}

/** What a link says about this page; null when it says something that it cannot have said. */
export function readPractice(raw: unknown): Practice | null {
  if (raw === undefined) return { attempts: [], lab: null, isLabFirst: false };
  const body = record(raw);
  if (body === null || !Array.isArray(body.attempts) || body.attempts.length > MOST * 2) return null;
  const attempts = body.attempts.map(readAttempt);
  const lab = body.lab === undefined || body.lab === null ? null : readLab(body.lab);
  if (attempts.includes(null) || (lab === null && body.lab !== undefined && body.lab !== null)) return null;
  return { attempts: attempts as Attempt[], lab, isLabFirst: lab !== null && body.isLabFirst === true };
}
