/** Both drawings as one: moving in one moves in the other, and what is selected is selected in both. */
import type { Area } from "../drawing/boxes";
import { provided } from "../session/provided";
import { annotate } from "./annotate";
import type { Which } from "./kinds";
import { Pane } from "./pane";
import type { Compare } from "./state";

export const otherOf = (which: Which): Which => (which === "before" ? "after" : "before");

export function createPanes(compare: Compare) {
  const { found, marks, selected } = compare;
  /** Ids of what differs, in the order of the drawing, for each side. */
  const differs: Record<Which, readonly string[]> = { before: [], after: [] };
  const isShared = (): boolean => found.peek()?.drawings?.shared === true;

  const make = (which: Which): Pane =>
    new Pane(`${which}-`, {
      moved: (scale: number, sight: Area) => {
        if (isShared()) panes[otherOf(which)].follow(scale, sight);
      },
      measured: (size) => {
        compare.size.now = { width: Math.max(100, size.width), height: Math.max(100, size.height) };
      },
      choose: (id) => choose(which, id),
      open: compare.openBox,
      shut: compare.shutFrame,
    });
  const panes: Readonly<Record<Which, Pane>> = { before: make("before"), after: make("after") };

  /** The card of the other drawing for the same node or box. */
  function twin(which: Which, id: string): string | null {
    const now = marks.peek();
    if (isShared() || now === null) return id;
    const at = /^n(\d+)$/.exec(id)?.[1];
    const other = at === undefined ? -1 : now.other(which, Number(at));
    return other < 0 ? null : `n${other}`;
  }

  function choose(which: Which, id: string, at: number | null = null): void {
    selected.value = { which, id, at };
    panes[which].select(id);
    panes[otherOf(which)].select(twin(which, id));
    panes[which].reveal(id);
  }

  /** Put the drawing of a side into its frame. */
  function put(which: Which): void {
    const [now, all] = [found.value, marks.peek()];
    const failed = compare.problems.value[which] !== undefined;
    const svg = failed ? null : (now?.drawings?.[which] ?? null);
    const drawing = panes[which].show(svg, false);
    if (drawing === null || now === null || all === null) return;
    differs[which] = annotate(drawing, which, now, all);
    const chosen = selected.peek();
    if (chosen !== null)
      panes[which].select(chosen.which === which ? chosen.id : twin(chosen.which, chosen.id));
  }

  /** Go to a node of a side: its card, or the first box that it is in or docks in. */
  function go(which: Which, own: number): void {
    const at = marks.peek()?.drawn(which, own) ?? -1;
    const all = panes[which].drawing?.boxes.boxes;
    const list = [...(all?.values() ?? [])];
    const box =
      all?.get(`n${at}`) ??
      list.find((each) => each.members.includes(at)) ??
      list.find((each) => each.docks.some((dock) => dock.cells.includes(at)));
    if (box === undefined) return;
    choose(which, box.id, at);
    panes[which].focus(box.id);
  }

  return {
    panes,
    put,
    go,
    choose,
    fit: (): void => {
      panes.before.fit();
      panes.after.fit();
    },
    by: (direction: 1 | -1): void => {
      panes.after.by(direction);
      if (!isShared()) panes.before.by(direction);
    },
    /** The next or previous that differs, from what is selected. */
    step: (by: 1 | -1): void => {
      const which = selected.peek()?.which ?? "after";
      const list = differs[which].length > 0 ? differs[which] : differs[otherOf(which)];
      const at = list.indexOf(selected.peek()?.id ?? "");
      const next = list[(at + by + list.length) % list.length];
      if (next === undefined) return;
      const side = differs[which].length > 0 ? which : otherOf(which);
      choose(side, next);
      panes[side].focus(next);
    },
  };
}

export type Panes = ReturnType<typeof createPanes>;
export const [PanesProvider, usePanes] = provided<Panes>("the two drawings");
