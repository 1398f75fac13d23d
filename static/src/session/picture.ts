/**
 * The drawing: asked for when the structure or the view changes and at no other time. Numbers never pass
 * through here; they are written into the drawing that is already there.
 */
import { batch, computed, signal } from "@preact/signals";
import { type Program, render, type View } from "../wire/calls";
import { Problem } from "../wire/problem";
import type { GraphDocument } from "../wire/types";
import { createAsk } from "./ask";
import { assign } from "./assign";
import type { Connection } from "./connection";
import type { DocumentState } from "./document";
import { groupsLeft, isEdit, sameAround } from "./edited";
import type { Lifetime } from "./lifetime";
import type { ProgramState } from "./program";
import { drawnOf, type ViewState } from "./view";

export interface Picture {
  readonly svg: string;
  readonly structure: string;
  readonly key: string;
}

const LATE = 300;

/** Asks for the drawing of what is shown. */
export type Render = (program: Program, view: View, signal: AbortSignal, prefix: string) => Promise<string>;

interface Needs {
  readonly life: Lifetime;
  readonly connection: Connection;
  readonly document: DocumentState;
  readonly program: ProgramState;
  readonly view: ViewState;
  /** Begins every id, so that two pictures can be on one page. */
  readonly prefix: string;
  readonly draws: boolean;
  /** Where a drawing comes from; a page that runs a program draws what its run is at. */
  readonly draw?: Render | undefined;
}

/** A view with more boxes than a request may name is too large too; the server's sentence is about its field. */
export const asTooLarge = (problem: Problem): Problem =>
  problem.code === "invalid-request" && problem.names.some((name) => name.includes("collapsed"))
    ? new Problem(
        "picture-too-large",
        problem.status,
        "Too many boxes for one picture.",
        null,
        null,
        [],
        null,
        [],
      )
    : problem;

export function createPicture(needs: Needs) {
  const { life, connection, document, program, view, prefix, draws, draw: drawing = render } = needs;
  const picture = signal<Picture | null>(null);
  /** Why there is no drawing of this structure, if there is none. */
  const refusal = signal<Problem | null>(null);
  /** A drawing has been on its way for so long that the page should say so. */
  const isLate = signal(false);
  const ask = createAsk(life, connection);
  const late = life.timer();
  /** The structure and view that were drawn or refused last: neither is asked for a second time. */
  let answered: string | null = null;
  let structure: string | null = null;
  /** The document that this structure came with first. */
  let first: GraphDocument | null = null;
  /** The view was chosen for a graph before an edit. */
  let isKept = false;

  const wanted = computed(() => {
    const shown = document.doc.value;
    if (!draws || shown === null || shown.structure === null) return null;
    return {
      text: shown,
      structure: shown.structure,
      key: JSON.stringify([shown.structure, view.chosen.value]),
    };
  });
  type Wanted = NonNullable<typeof wanted.value>;

  function put(next: Picture | null, why: Problem | null): void {
    batch(() => {
      picture.value = next;
      refusal.value = why;
    });
  }

  function refused(problem: Problem, target: Wanted): void {
    if (isKept && asTooLarge(problem).code === "picture-too-large") {
      isKept = false;
      view.reset();
      return;
    }
    answered = target.key;
    put(null, asTooLarge(problem));
  }

  async function draw(): Promise<void> {
    const target = wanted.peek();
    if (target === null) return;
    if (target.key === answered) {
      ask.clear();
      return;
    }
    late.start(LATE, () => assign(isLate, true));
    const job = async (signal: AbortSignal): Promise<string> => {
      // What is open at first is chosen by the room that there is.
      if (view.isFirst.peek() && view.kept.measure !== null) await view.kept.measure();
      return drawing(program.shownIn(target.text), view.asked(), signal, prefix);
    };
    await ask(job, {
      retry: redraw,
      use: (svg) => {
        answered = target.key;
        batch(() => {
          const drawn = drawnOf(svg);
          // A drawing of single values says no direction: it has the one that it was asked for.
          view.drawn.value = { ...drawn, direction: drawn.direction ?? view.direction.peek() };
          if (drawn.details !== null) view.counts.value = drawn.details;
          put({ svg, structure: target.structure, key: target.key }, null);
        });
      },
      refused: (problem) => refused(problem, target),
    });
    if (ask.isBusy.peek()) return;
    late.stop();
    isLate.value = false;
  }

  /** Ask again for what was refused or did not arrive. */
  function redraw(): void {
    answered = null;
    void draw();
  }

  /** A view that comes with the document of its own structure, in one batch with it. */
  function open(of: string | null, change: Parameters<ViewState["set"]>[0]): void {
    structure = of;
    first = document.doc.peek();
    isKept = false;
    view.set(change);
  }

  /**
   * What was chosen for the graph before is kept after an edit, as far as the graph has it: a path that is gone opens the
   * nearest one, on the server. Says whether all of it is kept; else another view is asked for.
   */
  function keep(before: GraphDocument, after: GraphDocument): boolean {
    const [around, collapsed] = [view.around.peek(), view.collapsed.peek()];
    isKept = isEdit(before.source, after.source);
    if (!isKept) {
      view.reset();
      return false;
    }
    const next = { around: sameAround(around, before, after), collapsed: groupsLeft(collapsed, after) };
    if (next.around?.node === around?.node && next.collapsed.length === collapsed.length) return true;
    view.set({ detail: view.detail.peek(), open: view.open.peek(), ...next });
    return false;
  }

  life.effect(() => {
    const target = wanted.value;
    if (target === null) {
      ask.clear();
      structure = null;
      first = null;
      answered = null;
      put(null, null);
      view.reset();
      return;
    }
    const before = structure === null || structure === target.structure ? null : first;
    if (structure !== target.structure) first = target.text;
    structure = target.structure;
    if (before !== null && view.isChosen() && !keep(before, target.text)) return;
    void draw();
  });

  return { picture, refusal, isLate, isDrawing: ask.isBusy, redraw, open };
}

export type PictureState = ReturnType<typeof createPicture>;
