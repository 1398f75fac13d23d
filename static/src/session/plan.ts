/**
 * How a descent goes: which optimiser makes a step of the grads, with its settings, and how the learning rate
 * changes over the steps. As a panel sets it, a link keeps it, an example brings it. Pure.
 */
import { RATES } from "../compute/ops";
import { DESCENT, type DescendRequest } from "../wire/schema";
import type { Memory } from "../wire/types";

type Entry = (typeof DESCENT.optimizers)[number];
type Setting = Entry["settings"][number][0];

/** A rule that makes steps of grads: its settings with their usual numbers, and what it remembers of each parameter. */
interface Optimizer {
  readonly name: Entry["name"];
  readonly title: string;
  readonly formula: string;
  readonly settings: readonly (readonly [Setting, number])[];
  readonly memory: readonly string[];
}

export const OPTIMIZERS: readonly Optimizer[] = DESCENT.optimizers;
export const SCHEDULES = DESCENT.schedules;

export interface Plan extends Readonly<Record<Setting, number>> {
  readonly rate: number;
  readonly steps: number;
  readonly direction: NonNullable<DescendRequest["direction"]>;
  readonly optimizer: Optimizer["name"];
  readonly schedule: (typeof SCHEDULES)[number];
  /** The rate at the end of the schedule, and how many steps that takes. */
  readonly final: number;
  readonly over: number;
}

const BY_NAME = Object.fromEntries(OPTIMIZERS.map((each) => [each.name, each])) as Readonly<
  Record<Optimizer["name"], Optimizer>
>;
export const optimizerOf = (name: Optimizer["name"]): Optimizer => BY_NAME[name];

/** What POST /descend takes where nothing is said, and a rate that does little harm. */
export const USUAL: Plan = {
  rate: 0.01,
  steps: 1,
  direction: "minimize",
  optimizer: "sgd",
  ...(Object.fromEntries(OPTIMIZERS.flatMap(({ settings }) => settings)) as Record<Setting, number>),
  schedule: "constant",
  final: 0,
  over: 100,
};

const MOST_STEPS = 10_000;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isShare = (value: unknown): boolean => isNumber(value) && value >= 0 && value < 1;
const isAbove = (value: unknown): boolean => isNumber(value) && value > 0;
const isSteps = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_STEPS;

const FITS: Readonly<Record<keyof Plan, (value: unknown) => boolean>> = {
  rate: isAbove,
  steps: isSteps,
  direction: (value) => value === "minimize" || value === "maximize",
  optimizer: (value) => OPTIMIZERS.some(({ name }) => name === value),
  momentum: isShare,
  beta1: isShare,
  beta2: isShare,
  epsilon: isAbove,
  schedule: (value) => SCHEDULES.includes(value as never),
  final: (value) => isNumber(value) && value >= 0,
  over: isSteps,
};

/** Whether each member that is known fits, so that a link made by hand is refused and a newer one is not. */
export const isPlan = (value: unknown): value is Partial<Plan> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(FITS).every(([name, fits]) => !(name in value) || fits(value[name as never]));

/** Why a number will not do for a setting, or null. */
export function fault(name: keyof Plan, value: number): string | null {
  if (FITS[name](value)) return null;
  if (name === "rate") return "The learning rate must be above 0. Choose Maximise to go uphill.";
  if (name === "final") return "The last rate must be 0 or above.";
  if (name === "epsilon") return "ε must be above 0.";
  if (name === "steps" || name === "over") return `Steps must be an integer from 1 to ${MOST_STEPS}.`;
  return "This must be at least 0 and below 1.";
}

/** What of a plan is not as usual. */
export const unusual = (plan: Plan): Partial<Plan> =>
  Object.fromEntries(
    Object.entries(plan).filter(([name, value]) => value !== USUAL[name as keyof Plan]),
  ) as Partial<Plan>;

/** The rate of a step, counted from 0. */
export const rateAt = ({ rate, schedule, final, over }: Plan, step: number): number =>
  RATES[schedule]?.(rate, final, Math.min(step, over), over) ?? rate;

/** Optimiser and schedule as POST /descend takes them, resumed from the state after `taken` steps. */
export function asked(plan: Plan, memory: Memory | null, taken: number) {
  const { optimizer: kind, schedule, final, over } = plan;
  const settings = Object.fromEntries(optimizerOf(kind).settings.map(([name]) => [name, plan[name]]));
  // Another rule remembers other things.
  const before = memory?.kind === kind ? { step: memory.step, state: memory.state } : {};
  return {
    optimizer: { kind, ...settings, ...before },
    schedule: schedule === "constant" ? { kind: schedule } : { kind: schedule, final, step: taken, over },
  };
}
