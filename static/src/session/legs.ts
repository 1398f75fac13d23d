/** A descent as it was asked for, leg by leg: each step of a leg can be taken again from where the leg began. Pure. */
import type { DescentRequest, Program } from "../wire/calls";
import type { GraphDocument, Memory } from "../wire/types";
import type { Numbers } from "./program";

/** What a descent changes, at one moment. */
export interface Snapshot {
  readonly doc: GraphDocument | null;
  readonly moved: Numbers;
  readonly curve: readonly number[];
  readonly memory: Memory | null;
  readonly legs: readonly Leg[];
  /** The step of the curve that is shown; null for the newest, which is then kept beside it. */
  readonly shown: number | null;
  readonly newest: Snapshot | null;
}

/** One press of Step descent. */
export interface Leg {
  readonly before: Snapshot;
  /** The step that it began at, and how many it took. */
  readonly from: number;
  readonly steps: number;
  readonly sent: Program;
  readonly options: DescentRequest;
  /** All leaves as they were, also those that it did not move. */
  readonly pinned: Numbers;
}

/** The leg that led to a step; none leads to step 0. */
export const legTo = (legs: readonly Leg[], step: number): Leg | undefined =>
  legs.find(({ from, steps }) => from < step && step <= from + steps);

/** The legs up to a step, from where other ones may follow. */
export const legsUpTo = (legs: readonly Leg[], step: number): readonly Leg[] =>
  legs
    .filter(({ from }) => from < step)
    .map((leg) => (leg.from + leg.steps > step ? { ...leg, steps: step - leg.from } : leg));
