/** Running programs and judging them by an assignment's checks. */
import type { Ask } from "../session/ask";
import { evaluate } from "../wire/calls";
import { Problem, withAdvice } from "../wire/problem";
import type { GraphDocument } from "../wire/types";
import { type Check, type Judged, judge, readCheck } from "./checks";

export interface Run {
  readonly doc: GraphDocument | null;
  /** Why the program does not run. */
  readonly fault: string | null;
  readonly judged: readonly Judged[];
}

const checksOf = (lines: readonly string[]): Check[] => lines.flatMap((line) => readCheck(line) ?? []);

/** A program's graph, judged; what it takes to run it again is its text alone. */
async function runOnce(source: string, lines: readonly string[], signal: AbortSignal): Promise<Run> {
  const checks = checksOf(lines);
  try {
    const doc = await evaluate({ source, values: {} }, "fresh", ["nodes"], signal);
    return { doc, fault: null, judged: checks.map((check) => judge(check, doc)) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { doc: null, fault: withAdvice(error), judged: checks.map((check) => judge(check, null)) };
  }
}

/** The same through a page's own queue; `use` hears the last one that was asked for. */
export const runInTurn = (
  ask: Ask,
  source: string,
  lines: readonly string[],
  use: (run: Run) => void,
): Promise<boolean> =>
  ask((signal) => runOnce(source, lines, signal), {
    use,
    retry: () => void runInTurn(ask, source, lines, use),
  });
