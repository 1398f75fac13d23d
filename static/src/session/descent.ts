/** Descent as the page sets it up: how it goes, who moves, the curve so far and what the rule remembers. */
import { batch, computed, effect, signal } from "@preact/signals";
import { type DescentRequest, descend } from "../api";
import { asked, type Memory, type Plan, USUAL } from "../plan";
import { Problem } from "../problem";
import { doc, leaves } from "./document";
import { DROPPED, Lane } from "./latest";
import { fullName } from "./naming";
import { source, withNumbers } from "./program";

const PREVIEW_STEPS = 12;
const PREVIEW_NODES = 2_000;
const REST = 200;

export const plan = signal<Plan>(USUAL);
export const change = (part: Partial<Plan>): void => {
  plan.value = { ...plan.value, ...part };
};
/** Leaves whose θ was pressed away from, or onto, what the program calls its parameters. */
export const switched = signal<ReadonlySet<string>>(new Set());
/** The output at each step since the data was last changed by hand. */
export const curve = signal<readonly number[]>([]);
/** What the rule remembers of each leaf since then. */
export const memory = signal<Memory | null>(null);
/** How many steps were taken since then: where the learning rate is on its course. */
export const taken = computed(() => Math.max(0, curve.value.length - 1));
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

/** The course of a descent begins anew at an output. */
export function begin(value: number | null): void {
  batch(() => {
    curve.value = value === null ? [] : [value];
    memory.value = null;
  });
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
  const moves = trained.value.length > 0 && plan.value.rate > 0;
  if (isSettling.value) return undefined;
  preview.value = [];
  lane.clear();
  if (!can || !moves) return undefined;
  const timer = setTimeout(() => void look(), REST);
  return () => clearTimeout(timer);
});
