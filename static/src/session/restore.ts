/**
 * Restores what a link keeps: what is asked of the server, which step is shown, and what is said where a link
 * names something that is not there.
 */
import { batch, signal } from "@preact/signals";
import { find } from "../compute/naming";
import { counted } from "../format";
import * as api from "../wire/calls";
import type { GraphDocument } from "../wire/types";
import type { Actions } from "./actions";
import type { DescentRun } from "./descent-run";
import type { Kept } from "./link";
import type { Has } from "./parts";
import type { Passes } from "./passes";
import { USUAL } from "./plan";
import { split } from "./program";

/** Ask for the numbers of this text that a link speaks of. */
async function numbersOf(
  text: api.ProgramText,
  state: Kept,
  signal: AbortSignal,
  listener: api.Listener,
): Promise<GraphDocument> {
  const sent = { ...text, values: state.values ?? {} };
  if (state.mode === "forward") return api.forward(sent, ["nodes", "figures"], signal);
  if (state.mode === undefined) return api.run(sent, signal, listener);
  const count = Math.max(1, state.passes ?? 1);
  const isStepped = state.step !== undefined && count === 1;
  const include = isStepped ? (["nodes", "trace", "figures"] as const) : (["nodes", "figures"] as const);
  const answer = await api.backward(sent, count, include, signal);
  // Whether a program has an engine of its own, whose numbers these are not, is known only now.
  return count === 1 && answer.own_engine !== null ? api.pass(sent, include, signal, true) : answer;
}

/** The path without the number of a call: `n[3]/layer0` is `n/layer0`, where its parameters are. */
const bare = (path: string): string => path.replace(/\[\d+\]/g, "");

const hasGroup = (answer: GraphDocument, path: string): boolean =>
  answer.nodes.length === 0 ||
  answer.nodes.some(({ group }) =>
    [group, bare(group)].some((own) => own === path || own.startsWith(`${path}/`)),
  );

/** What a link asks for and this graph does not have, one sentence each. */
function missing(state: Kept, answer: GraphDocument): string[] {
  const words: string[] = [];
  const { selected, around: centre } = state;
  if (selected !== undefined && find(answer, selected) === null)
    words.push(`The link selects ${selected}, which is not a value of this graph.`);
  if (centre !== undefined && answer.nodes.length > 0 && find(answer, centre.node) === null)
    words.push(`The link shows what is around ${centre.node}, which is not a value of this graph.`);
  for (const file of state.left ?? [])
    words.push(`The link was too short for the file \`${file}\`. Attach it to the program.`);
  const unknown = (state.collapsed ?? []).filter((path) => !hasGroup(answer, path));
  if (unknown.length > 0) words.push(`This graph has no group ${unknown.slice(0, 3).join(", ")}.`);
  return words;
}

interface Needs
  extends Has<"program" | "playback" | "selection" | "descent" | "view" | "picture" | "hidden" | "changes"> {
  readonly descentRun: DescentRun;
  readonly actions: Actions;
  readonly passes: Passes;
}

export function createRestore(needs: Needs) {
  const { program, playback, selection, descent, view, picture } = needs;
  /** What is said to the person who opened a link that could not be followed in full. */
  const remark = signal<string | null>(null);

  /** What does not wait for the server. */
  function prepare(state: Kept): void {
    batch(() => {
      playback.pause();
      program.setText(state);
      program.given.value = split(state.source, state.values ?? {}).free;
      program.moved.value = {};
      view.look.value = state.look ?? "merged";
      view.turned.value = state.direction ?? null;
      needs.hidden.value = state.hide ?? null;
      descent.switched.value = new Set([...(state.held ?? []), ...(state.moves ?? [])]);
      descent.plan.value = { ...USUAL, ...state.descent };
      remark.value = null;
      selection.select(null);
    });
  }

  /** What goes with the numbers, at the same moment. */
  function follow(state: Kept, answer: GraphDocument): void {
    program.moved.value = split(state.source, state.values ?? {}).leaves;
    const words = missing(state, answer);
    remark.value = words.length > 0 ? words.join(" ") : null;
    const centre = state.around ?? null;
    const isThere = centre === null || answer.nodes.length === 0 || find(answer, centre.node) !== null;
    const groups = (state.collapsed ?? []).filter((path) => hasGroup(answer, path));
    picture.open(answer.structure, {
      detail: state.detail ?? null,
      open: state.open ?? [],
      collapsed: groups,
      around: isThere ? centre : null,
    });
    selection.chosen.value = state.selected ?? null;
    playback.choose(state.mode ?? "backward");
  }

  async function goTo(state: Kept): Promise<void> {
    if (state.step === undefined || state.mode === undefined) return;
    const { total } = playback;
    await needs.passes.stepTo(state.step);
    if (state.step > total.value) {
      const said = `The link goes to step ${state.step}; this pass has ${counted(total.value, "step")}.`;
      remark.value = [remark.value, said].filter((text) => text !== null).join(" ");
    }
  }

  /** Show the state that a link keeps: the same numbers, view and step. */
  async function restore(state: Kept): Promise<void> {
    prepare(state);
    if (state.source.trim() === "") {
      await needs.actions.read();
      return;
    }
    const isShown = await needs.changes.read(
      (signal, listener) => numbersOf(program.text.peek(), state, signal, listener),
      {
        retry: () => void restore(state),
        patience: 0,
        also: (answer) => follow(state, answer),
      },
    );
    if (!isShown) return;
    needs.descentRun.startAgain();
    await goTo(state);
  }

  /** Show a document that is here already, as a link to it would. */
  async function put(state: Kept, answer: GraphDocument): Promise<void> {
    prepare(state);
    batch(() => {
      needs.changes.put(answer, { kind: "read" });
      follow(state, answer);
    });
    needs.descentRun.startAgain();
    await goTo(state);
  }

  return { remark, restore, put };
}
