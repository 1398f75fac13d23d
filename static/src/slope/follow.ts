/** Asking for the curve and for the point, whenever what they depend on changes. */
import { batch, signal } from "@preact/signals";
import { assign } from "../session/assign";
import type { Session } from "../session/session";
import { curve as askCurve } from "../wire/calls";
import type { Problem } from "../wire/problem";
import { asked, readProbe } from "./numbers";
import type { SlopeState } from "./state";

const SAMPLES = 401;
const CURVE_PATIENCE = 400;
const POINT_PATIENCE = 250;

export function follow({ life, createAsk }: Session, state: SlopeState): void {
  const { fixed, leaf, leaves, range, x, h, curve, probe, problem } = state;
  const askForCurve = createAsk(CURVE_PATIENCE);
  const askForPoint = createAsk(POINT_PATIENCE);
  const again = signal(0);
  const failing = {
    refused: (found: Problem): void => assign(problem, found),
    retry: (): void => {
      again.value += 1;
    },
  };
  life.effect(() => {
    again.value;
    const [program, name, { from, to }] = [fixed.value, leaf.value, range.value];
    if (leaves.value.length === 0) return;
    void askForCurve((signal) => askCurve(program, name, { from, to, points: SAMPLES }, signal), {
      ...failing,
      use: (answer) =>
        batch(() => {
          curve.value = answer;
          problem.value = null;
        }),
    });
  });
  life.effect(() => {
    again.value;
    const [program, name, at, wide] = [fixed.value, leaf.value, x.value, h.value];
    if (leaves.value.length === 0) return;
    void askForPoint((signal) => askCurve(program, name, { at: asked(at, wide) }, signal), {
      ...failing,
      use: (answer) => assign(probe, readProbe(at, wide, answer.value, answer.grad)),
    });
  });
}
