/** Descent as the page sets it up: how it goes, who moves, the curve so far and what the rule remembers. */
import { batch, computed, signal } from "@preact/signals";
import { fullName } from "../compute/naming";
import type { DescentRequest } from "../wire/calls";
import type { Memory } from "../wire/types";
import { assign } from "./assign";
import type { DocumentState } from "./document";
import type { Leg, Snapshot } from "./legs";
import { asked, type Plan, USUAL } from "./plan";

export function createDescent({ doc, leaves }: DocumentState) {
  const plan = signal<Plan>(USUAL);
  /** Leaves whose θ was pressed away from, or onto, what the program calls its parameters. */
  const switched = signal<ReadonlySet<string>>(new Set());
  /** The output at each step since the data was last changed by hand. */
  const curve = signal<readonly number[]>([]);
  /** What the rule remembers of each leaf since then. */
  const memory = signal<Memory | null>(null);
  /** How those steps were asked for. */
  const legs = signal<readonly Leg[]>([]);
  /** The step whose numbers are shown, where that is not the newest; and what the newest was. */
  const shown = signal<number | null>(null);
  const newest = signal<Snapshot | null>(null);
  /** How many steps led to what is shown: where the learning rate is on its course. */
  const taken = computed(() => shown.value ?? Math.max(0, curve.value.length - 1));
  const moving = (): string[] => {
    const parameters = new Set(doc.value?.parameters ?? []);
    // Of a graph that is too large to be sent node by node, the parameters are known and the leaves are not.
    if (leaves.value.length === 0) {
      for (const name of switched.value) if (!parameters.delete(name)) parameters.add(name);
      return [...parameters];
    }
    return leaves.value.map(fullName).filter((name) => parameters.has(name) !== switched.value.has(name));
  };
  let before: readonly string[] = [];
  /** Who moves: the same list as long as it has the same names, whatever the numbers. */
  const trained = computed<readonly string[]>(() => {
    const now = moving();
    if (now.length !== before.length || now.some((name, at) => name !== before[at])) before = now;
    return before;
  });

  function toggle(name: string): void {
    const next = new Set(switched.value);
    if (!next.delete(name)) next.add(name);
    switched.value = next;
  }

  function options(count: number, stride: number): DescentRequest {
    const { rate, direction } = plan.value;
    return {
      learning_rate: rate,
      steps: count,
      direction,
      parameters: trained.value,
      stride,
      ...asked(plan.value, memory.value, taken.value),
    };
  }

  /** The curve of a descent begins again at the present output. */
  function startCurve(): void {
    const value = doc.value?.value ?? null;
    batch(() => {
      curve.value = value === null ? [] : [value];
      memory.value = null;
      legs.value = [];
      shown.value = null;
      newest.value = null;
    });
  }

  const change = (part: Partial<Plan>): void => assign(plan, { ...plan.value, ...part });
  return {
    plan,
    switched,
    curve,
    legs,
    shown,
    newest,
    memory,
    taken,
    trained,
    /** Why the last descent stopped early or could not begin. */
    trouble: signal<string | null>(null),
    change,
    toggle,
    options,
    startCurve,
  };
}

export type Descent = ReturnType<typeof createDescent>;
