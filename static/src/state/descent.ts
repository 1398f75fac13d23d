/** Descent as the page sets it up: rate, steps, direction, who moves, and the curve so far. */
import { computed, effect, signal } from "@preact/signals";
import { type DescentRequest, descend } from "../api";
import { DROPPED, Lane } from "../lane";
import { Problem } from "../problem";
import { doc, leaves } from "./document";
import { fullName } from "./naming";
import { source, withNumbers } from "./program";

const PREVIEW_STEPS = 12;
const PREVIEW_NODES = 2_000;
const REST = 200;

export const rate = signal(0.01);
export const steps = signal(1);
export const direction = signal<"minimize" | "maximize">("minimize");
/** Leaves whose θ was pressed away from, or onto, what the program calls its parameters. */
export const switched = signal<ReadonlySet<string>>(new Set());
/** The output at each step since the data was last changed by hand. */
export const curve = signal<readonly number[]>([]);
export const preview = signal<readonly number[]>([]);
/** Why the last descent stopped early or could not begin. */
export const trouble = signal<string | null>(null);
/** A request of this page's own is under way; previews wait until it is done. */
export const isSettling = signal(false);

export const trained = computed<readonly string[]>(() => {
  const parameters = new Set(doc.value?.parameters ?? []);
  // Of a graph that is too large to be sent node by node, the parameters are known and the leaves are not.
  if (leaves.value.length === 0) return [...parameters];
  return leaves.value.map(fullName).filter((name) => parameters.has(name) !== switched.value.has(name));
});

export function toggle(name: string): void {
  const next = new Set(switched.value);
  if (!next.delete(name)) next.add(name);
  switched.value = next;
}

export function options(count: number, stride: number): DescentRequest {
  return {
    learning_rate: rate.value,
    steps: count,
    direction: direction.value,
    parameters: trained.value,
    stride,
  };
}

const lane = new Lane(0);

async function look(): Promise<void> {
  try {
    const ahead = { ...options(PREVIEW_STEPS, PREVIEW_STEPS), watch: [] };
    const answer = await lane.run((signal) => descend(withNumbers(source.peek()), ahead, signal));
    if (answer !== DROPPED) preview.value = answer.losses;
  } catch (error) {
    // A preview is a courtesy: what is wrong with the descent is said when somebody asks for it.
    if (!(error instanceof Problem)) return;
    preview.value = [];
  }
}

effect(() => {
  const shown = doc.value;
  // While the text is ahead of the graph, its leaves are not known yet.
  const can =
    shown !== null &&
    shown.source === source.value &&
    shown.value !== null &&
    shown.nodes.length <= PREVIEW_NODES;
  const moves = trained.value.length > 0 && rate.value > 0 && direction.value !== null;
  if (isSettling.value) return undefined;
  preview.value = [];
  lane.clear();
  if (!can || !moves) return undefined;
  const timer = setTimeout(() => void look(), REST);
  return () => clearTimeout(timer);
});
