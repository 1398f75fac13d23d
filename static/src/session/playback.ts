/** Going through a pass step by step, forward or backward: where it is, and what the nodes look like there. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { standing } from "../compute/grads";
import { find } from "../compute/naming";
import { firstDeparture, isOwnPass, righted, rightedSteps } from "../compute/own";
import { stepCount } from "../compute/steps";
import type { Boxes } from "../drawing/boxes";
import type { Order } from "../drawing/order";
import { idOf } from "../wire/ids";
import { type GraphDocument, type GraphNode, type Step, size } from "../wire/types";
import { assign } from "./assign";
import { type ByBox, createByBox } from "./by-box";
import type { DocumentState } from "./document";
import type { Lifetime } from "./lifetime";
import { BackwardFrames, ForwardFrames, forwardOrder } from "./pass-frames";
import type { PageScreen } from "./screen";
import { type Hidden, withHiddenGrad } from "./spoiler";

/** Milliseconds a step at speed 1; a long pass is shorter a step, and takes several at once where it must. */
const PACE = 420;
const WHOLE_TIME = 6000;
const FASTEST = 40;
const LONGEST = 60_000;
export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

interface Needs {
  readonly boxes: ReadonlySignal<Boxes | null>;
  readonly life: Lifetime;
  readonly document: DocumentState;
  readonly screen: PageScreen;
  readonly hidden: Signal<Hidden>;
  /** Whose grads are shown, where the program's own engine has others than the right ones. */
  readonly ownGrads: Signal<OwnGrads>;
}

export type OwnGrads = "theirs" | "right";

/** Steps from one on, counted from 0. */
interface Part {
  readonly from: number;
  readonly steps: readonly Step[];
}

/** Which pass is gone through, how far, and the steps that it has. */
function createPosition({ document: { doc }, ownGrads }: Needs, { grain, order }: ByBox) {
  const pass = signal<"forward" | "backward">("backward");
  /** How many steps are done; null while nobody steps and the document's own numbers are shown. */
  const done = signal<number | null>(null);
  /** Steps after those that came with the document. */
  const further = signal<readonly Step[]>([]);
  /** Some of the steps, of a graph that is too large for all of them to be here. */
  const part = signal<Part | null>(null);
  const isLarge = computed(() => doc.value?.known !== undefined);
  /** The nodes of the last steps of this structure: other numbers come in the same order, though without steps. */
  const past = signal<readonly string[] | null>(null);
  /** The backward steps that are here, from the first on, as they were made; null before they were asked for. */
  const made = computed<readonly Step[] | null>(() => {
    const first = doc.value?.trace ?? null;
    return first === null || further.value.length === 0 ? first : [...first, ...further.value];
  });
  const trace = computed(() =>
    made.value === null || ownGrads.value === "theirs" ? made.value : rightedSteps(made.value),
  );
  const forwardNodes = computed(() => (doc.value === null ? [] : forwardOrder(doc.value)));
  const forwardTotal = computed(() =>
    isLarge.value && doc.value !== null ? size(doc.value) : forwardNodes.value.length,
  );
  const backwardTotal = computed(() => {
    const shown = doc.value;
    if (shown === null) return 0;
    if (isLarge.value) return shown.steps ?? 0;
    // A program's own pass has as many steps as it took, all of which came with the document.
    return isOwnPass(shown) ? (shown.trace?.length ?? 0) : stepCount(shown);
  });
  /** Each step of the pass is a box. */
  const isByBox = computed(() => pass.value === "backward" && grain.value === "box" && order.value !== null);
  /** The number of the first step that is not as it should be. */
  const firstDeparts = computed(() => (made.value === null ? null : firstDeparture(made.value)));
  const total = computed(() => {
    if (pass.value === "forward") return forwardTotal.value;
    return isByBox.value ? (order.value?.ids.length ?? 0) : backwardTotal.value;
  });
  /** Steps done as the scrubber shows them: all of them when the numbers are there, none when they are not. */
  const reached = computed(() => {
    if (done.value !== null) return done.value;
    if (doc.value === null) return 0;
    return pass.value === "forward" || standing(doc.value) === "fresh" ? total.value : 0;
  });
  /** Forward is gone through and has not come to the output: what shows its value would tell it too early. */
  const isOutputAhead = computed(
    () => pass.value === "forward" && done.value !== null && done.value < total.value,
  );
  /** A backward step, counted from 1, if it is here. */
  function stepAt(count: number): Step | null {
    if (!isLarge.value) return trace.value?.[count - 1] ?? null;
    return part.value?.steps[count - 1 - part.value.from] ?? null;
  }
  /** The backward step that is shown. */
  const current = computed<Step | null>(() =>
    done.value === null || pass.value === "forward" || isByBox.value ? null : stepAt(done.value),
  );
  /** The node whose value the forward step that is shown computes. */
  const forwardNode = computed<GraphNode | null>(() => {
    if (done.value === null || done.value === 0 || pass.value === "backward") return null;
    return isLarge.value
      ? find(doc.value, idOf(done.value - 1))
      : (forwardNodes.value[done.value - 1] ?? null);
  });
  /** The box whose turn it is. */
  const activeBox = computed<string | null>(() =>
    isByBox.value && done.value !== null ? (order.value?.ids[done.value - 1] ?? null) : null,
  );
  /** The node of every step, in order, as far as they are known. */
  const stops = computed<readonly string[] | null>(() =>
    pass.value === "forward"
      ? forwardNodes.value.map((node) => node.id)
      : (trace.value?.map((step) => step.node) ?? past.value),
  );
  /** The node of the step that is shown, in either pass. */
  const active = computed<string | null>(() => {
    if (done.value === null || isByBox.value) return null;
    if (!isLarge.value) return stops.value?.[done.value - 1] ?? null;
    if (pass.value === "backward") return current.value?.node ?? null;
    return done.value === 0 ? null : idOf(done.value - 1);
  });
  return {
    pass,
    done,
    further,
    part,
    isLarge,
    stepAt,
    past,
    trace,
    firstDeparts,
    forwardNodes,
    total,
    reached,
    isOutputAhead,
    current,
    forwardNode,
    active,
    activeBox,
    isByBox,
    stops,
  };
}

type Position = ReturnType<typeof createPosition>;

/** The nodes as they are to be shown now. */
function createNodes(
  { document: { doc }, hidden, ownGrads }: Needs,
  { pass, done, trace, forwardNodes, isByBox }: Position,
  byBox: ByBox,
) {
  let frames: {
    readonly of: GraphDocument;
    readonly grads: OwnGrads;
    readonly backward: BackwardFrames;
    readonly forward: ForwardFrames;
  } | null = null;
  function framesOf(shown: GraphDocument): NonNullable<typeof frames> {
    const grads = ownGrads.value;
    if (frames?.of !== shown || frames.grads !== grads)
      frames = { of: shown, grads, backward: new BackwardFrames(shown), forward: new ForwardFrames(shown) };
    return frames;
  }
  const uncovered = computed<readonly GraphNode[]>(() => {
    const shown = doc.value;
    if (shown === null) return [];
    if (done.value === null) return shown.nodes;
    if (pass.value === "forward")
      return done.value >= forwardNodes.value.length ? shown.nodes : framesOf(shown).forward.at(done.value);
    if (isByBox.value) return byBox.nodesAfter(shown.nodes, done.value);
    return trace.value === null ? shown.nodes : framesOf(shown).backward.at(trace.value, done.value);
  });
  const judged = computed(() =>
    ownGrads.value === "theirs"
      ? uncovered.value
      : uncovered.value.map((node, at) => righted(node, doc.value?.nodes[at]?.grad ?? node.grad)),
  );
  return computed<readonly GraphNode[]>(() =>
    hidden.value === null ? judged.value : judged.value.map(withHiddenGrad),
  );
}

export function createPlayback(needs: Needs) {
  const { life, document, screen } = needs;
  const byBox = createByBox(needs);
  const position = createPosition(needs, byBox);
  const { further, past, forwardNodes: _, ...shown } = position;
  const { pass, done, total, reached, trace, isByBox, isLarge, part, stepAt } = position;
  /** A step that playing waits for. */
  const awaited = signal<number | null>(null);
  const isPlaying = signal(false);
  const speed = signal<number>(1);
  const timer = life.timer();

  function pause(): void {
    timer.stop();
    batch(() => {
      isPlaying.value = false;
      awaited.value = null;
    });
  }

  /** Show the state after so many steps. Backward needs a trace that goes so far. */
  function goTo(count: number): void {
    done.value = Math.max(0, Math.min(total.value, count));
  }

  /** Choose the pass to go through; what is shown stays whole until somebody steps. */
  function choose(next: "forward" | "backward"): void {
    if (pass.value === next) return;
    pause();
    batch(() => {
      done.value = null;
      pass.value = next;
    });
  }

  /** Play on to the last step, from the first one if the end is reached. Jumps where motion is not wanted. */
  function play(): void {
    if (
      total.value === 0 ||
      (pass.value === "backward" && trace.value === null && !isByBox.value && !isLarge.value)
    )
      return;
    if (screen.isStill.value) {
      goTo(total.value);
      return;
    }
    batch(() => {
      if (reached.value >= total.value) done.value = 0;
      isPlaying.value = true;
    });
    tick();
  }

  function tick(): void {
    if (!isPlaying.value) return;
    const stride = Math.max(1, Math.round((total.value * FASTEST * speed.value) / LONGEST));
    const next = Math.min(total.value, (done.value ?? 0) + stride);
    const wait = Math.max(FASTEST, Math.min(PACE, WHOLE_TIME / total.value) / speed.value);
    if (isLarge.value && pass.value === "backward" && !isByBox.value && stepAt(next) === null) {
      awaited.value = next;
      timer.start(wait, tick);
      return;
    }
    goTo(next);
    if (done.value === total.value) pause();
    else timer.start(wait, tick);
  }

  // New numbers end the stepping through the old ones, but for those of a leaf that was moved: one stands on a step to
  // see what the leaf does to it.
  let before: GraphDocument | null = null;
  life.effect(() => {
    const next = document.doc.value;
    const known = trace.value?.map((step) => step.node) ?? null;
    if (next === before) {
      if (known !== null) past.value = known;
      return;
    }
    const isSame = next !== null && next.structure === before?.structure;
    const isMoved = isSame && document.lastAction.peek().kind === "moved";
    before = next;
    pause();
    batch(() => {
      if (!isMoved) done.value = null;
      further.value = [];
      part.value = null;
      past.value = next?.trace?.map((step) => step.node) ?? (isSame ? past.peek() : null);
    });
  });

  // Another drawing of the same numbers has other boxes: the step goes to where what had its turn is now.
  let drawn: { readonly boxes: Boxes; readonly order: Order } | null = null;
  life.effect(() => {
    const [boxes, order] = [needs.boxes.value, byBox.order.value];
    const last = drawn;
    drawn = boxes === null || order === null ? null : { boxes, order };
    const at = done.peek();
    if (at === null || pass.peek() === "forward" || byBox.grain.peek() === "value") return;
    if ((last === null) !== (drawn === null)) done.value = null;
    else if (last !== null && last.boxes !== boxes) done.value = byBox.moved(last.boxes, last.order, at);
  });

  /** Add steps that follow those that are here. */
  const extend = (steps: readonly Step[]): void => assign(further, [...further.value, ...steps]);
  return {
    ...shown,
    isPlaying,
    awaited: computed(() => awaited.value),
    speed,
    nodes: createNodes(needs, position, byBox),
    byBox,
    pause,
    goTo,
    choose,
    play,
    extend,
  };
}

export type Playback = ReturnType<typeof createPlayback>;
