/** Gradient descent over a flat graph, as `engine/descent` has it: all parameters move together from one pass. Pure. */
import type { Flat } from "./flat";
import { backward, forward } from "./loops";
import { type Memory, type Settings, UPDATES } from "./ops";

export interface Plan {
  /** The leaves that move. */
  readonly moved: readonly number[];
  /** The learning rate of each step. */
  readonly rates: readonly number[];
  /** 1 downhill, −1 uphill. */
  readonly sign: 1 | -1;
  readonly rule: string;
  readonly settings: Settings;
  /** Steps that the rule has taken before, and what it remembers of each leaf that moves. */
  readonly taken: number;
  readonly memory: readonly Memory[];
}

export interface Course {
  /** The output at each step, from where it began. */
  readonly losses: readonly number[];
  readonly data: Float64Array;
  /** The grads that the last update was made from; null where none was made. */
  readonly used: Float64Array | null;
  readonly memory: readonly Memory[];
  /** The step that is no longer finite, before which it ended. */
  readonly stopped: number | null;
}

/** Steps from these leaves on; `data` is not changed. */
export function descend(flat: Flat, data: Float64Array, plan: Plan): Course {
  const { moved, rates, sign, settings, taken } = plan;
  const update = UPDATES[plan.rule];
  if (update === undefined) throw new RangeError(`There is no optimiser ${plan.rule}.`);
  const output = flat.size - 1;
  const isSound = (numbers: Float64Array): boolean =>
    Number.isFinite(numbers[output]) && moved.every((leaf) => Number.isFinite(numbers[leaf]));
  let now: Float64Array = data.slice();
  let memory = plan.memory;
  let used: Float64Array | null = null;
  forward(flat, now);
  if (!isSound(now)) return { losses: [], data: now, used, memory, stopped: 0 };
  let grad: Float64Array = new Float64Array(flat.size);
  backward(flat, now, grad);
  const losses = [now[output] as number];
  for (const [k, rate] of rates.entries()) {
    const next = now.slice();
    const remembered = moved.map((leaf, at): Memory => {
      const [theta, kept] = update(
        now[leaf] as number,
        sign * (grad[leaf] as number),
        rate,
        taken + k + 1,
        settings,
        memory[at] as Memory,
      );
      next[leaf] = theta;
      return kept;
    });
    forward(flat, next);
    if (!isSound(next)) return { losses, data: now, used, memory, stopped: k + 1 };
    const spare: Float64Array = used ?? new Float64Array(flat.size);
    [used, grad, now, memory] = [grad, spare, next, remembered];
    backward(flat, now, grad);
    losses.push(now[output] as number);
  }
  return { losses, data: now, used, memory, stopped: null };
}
