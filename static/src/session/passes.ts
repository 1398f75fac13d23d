/** Passes over the graph, and going through their steps: forward, backward, step, play. */
import { batch, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { accumulated, passes, standing, withPasses, withStaleGrads } from "../compute/grads";
import type { Boxes } from "../drawing/boxes";
import * as api from "../wire/calls";
import { idOf } from "../wire/ids";
import type { GraphDocument, Step } from "../wire/types";
import { createAsk } from "./ask";
import { assign } from "./assign";
import type { Grain } from "./by-box";
import type { Has } from "./parts";

const hasOwn = (shown: GraphDocument): boolean => shown.own_engine !== null;

interface Needs extends Has<"life" | "connection" | "document" | "playback" | "changes"> {
  readonly boxes: ReadonlySignal<Boxes | null>;
}

export function createPasses({ life, connection, document, playback, changes, boxes }: Needs) {
  const { doc, problem } = document;
  const { change, presses, shownProgram } = changes;
  /** Whether a backward pass begins with grads of zero, as it should, or adds to what is there. */
  const zeroGrads = signal(true);
  const askSteps = createAsk(life, connection);

  /** Data from the leaves upward, played value by value; grads that were there are stale now. */
  async function forward(): Promise<void> {
    const job = async (signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> =>
      withStaleGrads(await api.forward(shownProgram(), ["nodes"], signal), shown);
    await presses.take(async () => {
      if (!(await change(job, { kind: "forward" }, () => void forward()))) return;
      playback.choose("forward");
      playback.play();
    });
  }

  async function addPass(signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> {
    const count = standing(shown) === "stale" ? 1 : passes(shown) + 1;
    const answer = withPasses(await api.backward(shownProgram(), count, ["nodes"], signal), count);
    return count === 1 ? accumulated(answer, shown) : answer;
  }

  /** A fresh pass with its steps, so that it can be gone through. */
  async function trace(): Promise<boolean> {
    const job = (signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> =>
      api.pass(
        shownProgram(),
        shown.nodes.length > 0 && !playback.isByBox.peek() ? ["nodes", "trace"] : ["nodes"],
        signal,
        hasOwn(shown),
      );
    return change(job, { kind: "backward" }, () => void trace());
  }

  /** A backward pass, played step by step; without zeroing it is added to the passes that are there. */
  async function backward(zero = zeroGrads.value): Promise<void> {
    await presses.take(async () => {
      playback.choose("backward");
      const adds = !zero && doc.peek() !== null && passes(doc.peek() as GraphDocument) > 0;
      if (adds) await change(addPass, { kind: "backward" }, () => void backward(zero));
      else if ((await trace()) && (playback.isByBox.value || (await upTo(playback.total.value))))
        playback.play();
    });
  }

  /** Fetch steps until so many are here; an answer holds only so many of a long pass. */
  async function upTo(count: number): Promise<boolean> {
    const shown = doc.value;
    for (;;) {
      const here = playback.trace.value?.length ?? 0;
      if (here >= Math.min(count, playback.total.value)) return true;
      let more: readonly Step[] = [];
      await askSteps((signal) => api.steps(shownProgram(), here, signal), {
        retry: () => void stepTo(count),
        use: (found) => {
          more = found;
        },
        refused: (found) => assign(problem, found),
      });
      if (more.length === 0 || doc.value !== shown) return false;
      playback.extend(more);
    }
  }

  // A leaf that is moved while one stands on a step brings as many steps of the new pass as an answer holds.
  life.effect(() => {
    const [here, at] = [playback.trace.value?.length ?? null, playback.done.value ?? 0];
    if (playback.pass.value === "backward" && here !== null && here < at) void untracked(() => upTo(at));
  });

  /** Whether the pass that is gone through has its first `count` steps here; they are fetched if not. */
  async function isReady(count: number): Promise<boolean> {
    if (playback.pass.value === "forward") return doc.value !== null;
    if (playback.isByBox.value) return isHere(count) || trace();
    return (playback.trace.value !== null || (await trace())) && upTo(count);
  }

  function isHere(count: number): boolean {
    if (playback.pass.value === "forward") return doc.value !== null;
    const { isByBox, trace, total } = playback;
    if (isByBox.value) return doc.value !== null && standing(doc.value) === "fresh";
    return trace.value !== null && trace.value.length >= Math.min(count, total.value);
  }

  /**
   * Go through the pass, which needs its first steps: at once where they are here, but never before the presses
   * that wait for an answer. A place replaces the place that waits before it, as a dragged scrubber gives many.
   */
  async function go(count: () => number, run: () => void, how: "take" | "replace" = "take"): Promise<void> {
    if (presses.isEmpty && isHere(count())) run();
    else
      await presses[how](async () => {
        if (await isReady(count())) run();
      });
  }

  /** Go to a step, counted from 1; to the last one where there are fewer. */
  async function stepTo(count: number): Promise<void> {
    playback.pause();
    await go(
      () => count,
      () => playback.goTo(count),
      "replace",
    );
  }

  /** So many steps on from where the presses before it lead. */
  async function stepBy(steps: number): Promise<void> {
    playback.pause();
    const count = (): number => playback.reached.value + steps;
    await go(count, () => playback.goTo(count()));
  }

  async function playOrPause(): Promise<void> {
    const { isPlaying, total } = playback;
    if (isPlaying.value) playback.pause();
    else
      await go(
        () => total.value,
        () => (isPlaying.value ? playback.pause() : playback.play()),
      );
  }

  /** Go on by values from the first one of the box that has its turn, or by boxes from the box of the value. */
  async function choose(grain: Grain): Promise<void> {
    const { activeBox, active, byBox } = playback;
    if (byBox.grain.peek() === grain) return;
    playback.pause();
    const box = boxes.peek()?.boxes.get(activeBox.peek() ?? "") ?? null;
    const node = active.peek();
    batch(() => {
      playback.done.value = null;
      byBox.grain.value = grain;
    });
    if (grain === "box" && node !== null) await stepTo(byBox.stepOf(node));
    if (grain === "value" && box !== null) {
      const members = new Set(box.members.map(idOf));
      await go(
        () => playback.total.value,
        () => playback.goTo((playback.stops.value ?? []).findIndex((id) => members.has(id)) + 1),
      );
    }
  }

  /** The next step of a node after the one that is shown, from the first again after the last. */
  async function stepToNode(id: string, direction: 1 | -1 = 1): Promise<void> {
    playback.pause();
    if (playback.isByBox.value) {
      await stepTo(playback.byBox.stepOf(id));
      return;
    }
    await go(
      () => playback.total.value,
      () => {
        const stops = playback.stops.value ?? [];
        const at = playback.done.value ?? 0;
        for (let offset = 1; offset <= stops.length; offset += 1) {
          const index = (at - 1 + direction * offset + 2 * stops.length) % stops.length;
          if (stops[index] === id) {
            playback.goTo(index + 1);
            return;
          }
        }
      },
    );
  }

  return { zeroGrads, forward, backward, stepTo, stepBy, playOrPause, stepToNode, choose };
}

export type Passes = ReturnType<typeof createPasses>;
