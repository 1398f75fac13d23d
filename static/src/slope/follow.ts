/** Asking for the curve and for the point, whenever what they depend on changes. */
import { batch, computed, effect, signal } from "@preact/signals";
import { DROPPED, Latest as Lane } from "../session/latest";
import { curve as askCurve } from "../wire/calls";
import { Offline, Problem } from "../wire/problem";
import { asked, readProbe } from "./numbers";
import { session } from "./session";
import { curve, fixed, h, leaf, leaves, probe, problem, range, x } from "./state";

const SAMPLES = 401;
const curves = new Lane(400);
const probes = new Lane(250);

async function ask<T>(
  lane: Lane,
  job: (abort: AbortSignal) => Promise<T>,
  use: (answer: T) => void,
): Promise<void> {
  try {
    const answer = await lane.run(job);
    if (answer === DROPPED) return;
    session.connection.isBack();
    use(answer);
  } catch (error) {
    if (error instanceof Problem) problem.value = error;
    else if (error instanceof Offline) session.connection.isAway(askAgain);
    else throw error;
  }
}

const again = signal(0);
const askAgain = (): void => {
  again.value += 1;
};
const hasFunction = computed(() => leaves.value.length > 0);

/** Ask for the curve and for the point whenever what they hang on changes. */
export function follow(): void {
  effect(() => {
    again.value;
    const [program, name, { from, to }] = [fixed.value, leaf.value, range.value];
    if (!hasFunction.value) return;
    void ask(
      curves,
      (abort) => askCurve(program, name, { from, to, points: SAMPLES }, abort),
      (answer) => {
        batch(() => {
          curve.value = answer;
          problem.value = null;
        });
      },
    );
  });
  effect(() => {
    again.value;
    const [program, name, at, wide] = [fixed.value, leaf.value, x.value, h.value];
    if (!hasFunction.value) return;
    void ask(
      probes,
      (abort) => askCurve(program, name, { at: asked(at, wide) }, abort),
      (answer) => {
        probe.value = readProbe(at, wide, answer.value, answer.grad);
      },
    );
  });
}
