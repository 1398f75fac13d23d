/** What keeps its place on screen when one drawing takes the place of another. */
import { fullName } from "../compute/naming";
import { type Area, areaOf } from "./boxes";
import type { Moment } from "./moment";
import type { PanZoom } from "./pan-zoom";
import { corner, type Drawing } from "./picture";

/** The same place in each of two drawings; null if there is none. */
type Held = Parameters<PanZoom["attach"]>[1];

/** The corner of a box or frame with this path, in each of two drawings. */
export function pin(old: Drawing, now: Drawing, path: string): Held {
  const [before, after] = [old, now].map((drawing) => cornerOf(drawing, path));
  return before == null || after == null ? null : { old: before, now: after };
}

function cornerOf({ boxes, cards, frames }: Drawing, path: string): Area | null {
  const found = [...boxes.boxes.values(), ...boxes.frames.values()].find((each) => each.path === path);
  if (found === undefined) return null;
  const element =
    cards.get(found.id)?.querySelector(":scope > .face") ??
    frames.get(found.id)?.querySelector(":scope > .frame") ??
    null;
  return element === null ? null : areaOf(element);
}

/**
 * A node that both drawings show, best the selected one, and where it is in each; null if the drawings have
 * too little in common.
 */
export function hold(old: Drawing, oldMoment: Moment | null, now: Drawing, moment: Moment | null): Held {
  if (oldMoment === null || moment === null) return null;
  const names = new Map(moment.nodes.map((node) => [fullName(node), node.id]));
  const named = oldMoment.nodes.filter((node) => node.op === "leaf");
  if (named.filter((node) => names.has(fullName(node))).length * 2 < named.length) return null;
  const wanted = oldMoment.nodes.filter((node) => node.id === oldMoment.selected || node.op === "leaf");
  wanted.sort(
    (one, other) => Number(other.id === oldMoment.selected) - Number(one.id === oldMoment.selected),
  );
  for (const node of wanted) {
    const before = old.cards.get(node.id);
    const after = now.cards.get(names.get(fullName(node)) ?? "");
    if (before !== undefined && after !== undefined) return { old: corner(before), now: corner(after) };
  }
  return null;
}
