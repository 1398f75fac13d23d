/**
 * The state of the explorer as a link keeps it, and the way back: what is asked of the server, which step is
 * gone to, and what is said where a link asks for something that is not there.
 */
import { batch, computed, signal } from "@preact/signals";
import * as api from "../api";
import { passes, standing } from "../compute/grads";
import { bare } from "../compute/levels";
import type { GraphDocument } from "../document";
import { counted } from "../format";
import { USUAL, unusual } from "../plan";
import { forget } from "./descending";
import { plan, switched, trained, trouble } from "./descent";
import { doc, leaves } from "./document";
import type { Kept } from "./link";
import { find, fullName } from "./naming";
import { around, collapsed, folded, look, open, turned } from "./picture";
import * as playback from "./playback";
import { given, moved, program, source, split } from "./program";
import { chosen, select } from "./selection";
import { show, startCurve } from "./showing";
import { hidden } from "./spoiler";
import { read, stepTo } from "./verbs";

/** What is said to the person who opened a link that could not be followed in full. */
export const remark = signal<string | null>(null);

type Where = Pick<Kept, "mode" | "step" | "passes">;

/** Which numbers are on screen. Nothing: they are as the program left them, or wait for a pass. */
function where(shown: GraphDocument): Where {
  const mode = playback.pass.value;
  if (playback.done.value !== null) return { mode, step: playback.done.value };
  const isMoved = Object.keys(moved.value).length > 0;
  const count = standing(shown) === "accumulated" ? passes(shown) : 1;
  const hasGrads = standing(shown) === "fresh" || standing(shown) === "accumulated";
  // A program that called backward itself has these grads again when it is read again.
  if (hasGrads && (isMoved || playback.trace.value !== null || count > 1))
    return { mode: "backward", ...(count > 1 ? { passes: count } : {}) };
  return mode === "forward" || isMoved ? { mode: "forward" } : {};
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

/** Its own signal, because what is kept is made again with every step. */
const special = computed(() => unusual(plan.value));

/** The state as a link keeps it. Members that say nothing are left out. */
export const kept = computed<Kept | null>(() => {
  const shown = doc.value;
  const { source: text, values } = program.value;
  // While the text is ahead of the graph, the numbers on screen are not its own.
  if (shown === null || shown.source !== text) return text === "" ? null : { source: text };
  const held = leaves.value
    .map(fullName)
    .filter((name) => switched.value.has(name) && !trained.value.includes(name));
  const trainedToo = leaves.value
    .map(fullName)
    .filter((name) => switched.value.has(name) && trained.value.includes(name));
  const members = {
    source: text,
    values: Object.keys(values).length > 0 ? values : undefined,
    look: look.value === "classic" ? look.value : undefined,
    direction: turned.value ?? undefined,
    collapsed: some(collapsed.value),
    folded: folded.value || undefined,
    around: around.value ?? undefined,
    ...where(shown),
    selected: find(shown, chosen.value)?.id,
    hide: hidden.value ?? undefined,
    held: some(held),
    moves: some(trainedToo),
    descent: Object.keys(special.value).length > 0 ? special.value : undefined,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
});

/** Ask for the numbers that a link speaks of. */
function ask(state: Kept, signal: AbortSignal): Promise<GraphDocument> {
  const sent = { source: state.source, values: state.values ?? {} };
  if (state.mode === "forward") return api.forward(sent, ["nodes"], signal);
  if (state.mode === undefined) return api.evaluate(sent, "program", ["nodes"], signal);
  const count = Math.max(1, state.passes ?? 1);
  return api.backward(
    sent,
    count,
    state.step === undefined || count > 1 ? ["nodes"] : ["nodes", "trace"],
    signal,
  );
}

/** What a link asks for and this graph does not have, one sentence each. */
function missing(state: Kept, answer: GraphDocument): string[] {
  const words: string[] = [];
  const { selected, around: centre } = state;
  if (selected !== undefined && find(answer, selected) === null)
    words.push(`The link selects ${selected}, which is no value of this graph.`);
  if (centre !== undefined && answer.nodes.length > 0 && find(answer, centre.node) === null)
    words.push(`The link shows what is around ${centre.node}, which is no value of this graph.`);
  const unknown = (state.collapsed ?? []).filter((path) => !hasGroup(answer, path));
  if (unknown.length > 0) words.push(`This graph has no group ${unknown.slice(0, 3).join(", ")}.`);
  return words;
}

const hasGroup = (answer: GraphDocument, path: string): boolean =>
  answer.nodes.length === 0 ||
  answer.nodes.some(({ group }) =>
    [group, bare(group)].some((own) => own === path || own.startsWith(`${path}/`)),
  );

/** Show the state that a link keeps: the same numbers, view and step. */
export async function restore(state: Kept): Promise<void> {
  const numbers = split(state.source, state.values ?? {});
  batch(() => {
    playback.pause();
    source.value = state.source;
    given.value = numbers.free;
    moved.value = {};
    look.value = state.look ?? "merged";
    turned.value = state.direction ?? null;
    hidden.value = state.hide ?? null;
    switched.value = new Set([...(state.held ?? []), ...(state.moves ?? [])]);
    plan.value = { ...USUAL, ...state.descent };
    remark.value = null;
    select(null);
  });
  if (state.source.trim() === "") {
    await read();
    return;
  }
  const view = (answer: GraphDocument): void => {
    moved.value = numbers.leaves;
    const words = missing(state, answer);
    remark.value = words.length > 0 ? words.join(" ") : null;
    const centre = state.around ?? null;
    const isThere = centre === null || answer.nodes.length === 0 || find(answer, centre.node) !== null;
    open(
      answer.structure,
      (state.collapsed ?? []).filter((path) => hasGroup(answer, path)),
      isThere ? centre : null,
      state.folded === true ? true : null,
    );
    chosen.value = state.selected ?? null;
    playback.choose(state.mode ?? "backward");
  };
  const job = (signal: AbortSignal): Promise<GraphDocument> => ask(state, signal);
  if (!(await show(job, { kind: "read" }, () => void restore(state), 0, view))) return;
  forget();
  trouble.value = null;
  startCurve();
  await goTo(state);
}

async function goTo(state: Kept): Promise<void> {
  if (state.step === undefined || state.mode === undefined) return;
  const { total } = playback;
  await stepTo(state.step);
  if (state.step > total.value) {
    const said = `The link goes to step ${state.step}; this pass has ${counted(total.value, "step")}.`;
    remark.value = [remark.value, said].filter((text) => text !== null).join(" ");
  }
}
