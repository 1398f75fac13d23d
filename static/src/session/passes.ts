/** Passes over the graph, and going through their steps: forward, backward, step, play. */
import { batch, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { accumulated, passes, standing, withPasses, withStaleGrads } from "../compute/grads";
import type { Boxes } from "../drawing/boxes";
import * as api from "../wire/calls";
import { idOf, position } from "../wire/ids";
import type { GraphDocument, Step } from "../wire/types";
import { createAsk } from "./ask";
import { assign } from "./assign";
import type { Grain } from "./by-box";
import { forwardOf, passesOf, passOf } from "./computed";
import type { Has } from "./parts";

/** Steps that one request brings of a long pass, and how many of them lie before the one that is asked for. */
const PART = 300;
const BEFORE = 60;

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
      withStaleGrads(await forwardOf({ shown, sent: shownProgram(), signal }), shown);
    await presses.take(async () => {
      if (!(await change(job, { kind: "forward" }, () => void forward()))) return;
      playback.choose("forward");
      playback.play();
    });
  }

  async function addPass(signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> {
    const count = standing(shown) === "stale" ? 1 : passes(shown) + 1;
    const answer = withPasses(await passesOf({ shown, sent: shownProgram(), signal }, count), count);
    return count === 1 ? accumulated(answer, shown) : answer;
  }

  /** A fresh pass with its steps, so that it can be gone through. */
  async function trace(): Promise<boolean> {
    const job = (signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> =>
      passOf({ shown, sent: shownProgram(), signal }, shown.nodes.length > 0 && !playback.isByBox.peek());
    return change(job, { kind: "backward" }, () => void trace());
  }

  /** A backward pass, played step by step; without zeroing it is added to the passes that are there. */
  async function backward(zero = zeroGrads.value): Promise<void> {
    await presses.take(async () => {
      playback.choose("backward");
      const adds = !zero && doc.peek() !== null && passes(doc.peek() as GraphDocument) > 0;
      if (adds) await change(addPass, { kind: "backward" }, () => void backward(zero));
      else if (
        (await trace()) &&
        (playback.isByBox.value || (await upTo(playback.isLarge.value ? 1 : playback.total.value)))
      )
        playback.play();
    });
  }

  /** Fetch steps until so many are here; an answer holds only so many of a long pass. */
  async function upTo(count: number): Promise<boolean> {
    if (playback.isLarge.value) return partAt(Math.max(1, Math.min(count, playback.total.value)));
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

  /** Fetch the steps around one, counted from 1, of a graph that is too large for all of them. */
  async function partAt(count: number): Promise<boolean> {
    const shown = doc.value;
    if (shown === null) return false;
    if (playback.stepAt(count) !== null) return true;
    const from = Math.max(0, count - 1 - BEFORE);
    await askSteps((signal) => api.someSteps(shownProgram(), hasOwn(shown), from, PART, signal), {
      retry: () => void stepTo(count),
      use: ({ steps, nodes }) => {
        if (doc.value !== shown) return;
        shown.known?.add(nodes);
        playback.part.value = { from, steps };
      },
      refused: (found) => assign(problem, found),
    });
    return playback.stepAt(count) !== null;
  }

  // The step that is shown, or that playing waits for, is not here any more, or not yet.
  life.effect(() => {
    const { awaited, done, isByBox, isLarge, pass } = playback;
    const at = awaited.value ?? done.value;
    if (!isLarge.value || isByBox.value || pass.value === "forward" || at === null || at === 0) return;
    if (playback.stepAt(at) === null) void untracked(() => partAt(at));
  });

  // A leaf that is moved while one stands on a step brings as many steps of the new pass as an answer holds.
  life.effect(() => {
    const [here, at] = [playback.trace.value?.length ?? null, playback.done.value ?? 0];
    const isWhole = !playback.isLarge.value && playback.pass.value === "backward";
    if (isWhole && here !== null && here < at) void untracked(() => upTo(at));
  });

  /** The grads of a fresh pass are here. */
  const hasPass = (): boolean => doc.value !== null && standing(doc.value) === "fresh";

  /** Whether the pass that is gone through has its first `count` steps here; they are fetched if not. */
  async function isReady(count: number): Promise<boolean> {
    if (playback.pass.value === "forward") return doc.value !== null;
    if (playback.isByBox.value) return isHere(count) || trace();
    if (playback.isLarge.value) return (hasPass() || (await trace())) && upTo(count);
    return (playback.trace.value !== null || (await trace())) && upTo(count);
  }

  function isHere(count: number): boolean {
    if (playback.pass.value === "forward") return doc.value !== null;
    const { isByBox, trace, total } = playback;
    if (isByBox.value) return hasPass();
    if (playback.isLarge.value) {
      const at = Math.min(count, total.value);
      return hasPass() && (at <= 0 || playback.stepAt(at) !== null);
    }
    return trace.value !== null && trace.value.length >= Math.min(count, total.value);
  }

  /**
   * Go through the pass, which needs its first steps: at once where they are here, but never before the presses
   * that wait for an answer. A place replaces the place that waits before it, as a dragged scrubber gives many.
   */
  async function go(
    count: () => number,
    run: (to: number) => void,
    how: "take" | "replace" = "take",
  ): Promise<void> {
    if (presses.isEmpty && isHere(count())) run(count());
    else
      await presses[how](async () => {
        // Before a pass is made none of its steps is done, and after it all of them are.
        const to = count();
        if (await isReady(to)) run(to);
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
    await go(() => playback.reached.value + steps, playback.goTo);
  }

  async function playOrPause(): Promise<void> {
    const { isLarge, isPlaying, reached, total } = playback;
    const next = (): number => (reached.value >= total.value ? 1 : reached.value + 1);
    if (isPlaying.value) playback.pause();
    else
      await go(
        () => (isLarge.value ? next() : total.value),
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
    const last = box?.members.at(-1);
    if (grain === "value" && playback.isLarge.value) {
      if (last !== undefined) await stepTo(((await stepsOf(idOf(last)))[0] ?? 0) + 1);
    } else if (grain === "value" && box !== null) {
      const members = new Set(box.members.map(idOf));
      await go(
        () => playback.total.value,
        () => playback.goTo((playback.stops.value ?? []).findIndex((id) => members.has(id)) + 1),
      );
    }
  }

  /** The backward steps of a node in a graph that is too large for all of them, from 0: the first of them. */
  async function stepsOf(id: string): Promise<readonly number[]> {
    const shown = doc.value;
    if (shown === null || id === shown.output) return [0];
    if (shown.known?.has(position(id), true) !== true) {
      const asked = { nodes: [id], near: true };
      await askSteps((signal) => api.someNodes(shownProgram(), shown.numbers ?? "fresh", asked, signal), {
        retry: () => void stepToNode(id),
        use: (nodes) => shown.known?.add(nodes),
        refused: () => undefined,
      });
    }
    const uses = shown.known?.get(position(id))?.used_by ?? [];
    return uses.flatMap(({ step }) => (step === null ? [] : [step]));
  }

  /** The next step of a node after the one that is shown, from the first again after the last. */
  async function stepToNode(id: string, direction: 1 | -1 = 1): Promise<void> {
    playback.pause();
    if (playback.isByBox.value) {
      await stepTo(playback.byBox.stepOf(id));
      return;
    }
    if (playback.isLarge.value && playback.pass.value === "backward") {
      const [at, steps] = [playback.reached.value - 1, await stepsOf(id)];
      const ordered = direction === 1 ? steps : steps.toReversed();
      const next = ordered.find((step) => (direction === 1 ? step > at : step < at)) ?? ordered[0];
      if (next !== undefined) await stepTo(next + 1);
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
