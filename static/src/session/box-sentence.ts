/** The sentence of a step by boxes, made from the boxes and the edges between them. Pure. */
import { type Boxes, titleOf } from "../drawing/boxes";
import { chain, type Order, usesOf } from "../drawing/order";
import { counted } from "../format";
import { placeOf } from "./list";
import type { Part } from "./sentence";

const name = (text: string): Part => ({ text, as: "name" });

/** "out", "q and k", "q, k and 3 others" */
function listed(names: readonly string[]): Part[] {
  const [first = "", second = "", ...others] = names;
  if (names.length === 1) return [name(first)];
  if (others.length === 0) return [name(first), { text: "and" }, name(second)];
  return [
    name(first),
    { text: ",", as: "stop" },
    name(second),
    { text: `and ${counted(others.length, "other")}` },
  ];
}

/** "9 grads, each a sum of 4 products." */
function amount(grads: number, products: number): Part[] {
  const each = products / grads;
  const many: Part[] = [
    { text: String(grads), as: "strong", tone: "grad" },
    { text: grads === 1 ? "grad" : "grads" },
  ];
  if (products === 0 || each === 1)
    return [...many.slice(0, 1), { text: `${grads === 1 ? "grad" : "grads"}.` }];
  const stop: Part = { text: ",", as: "stop" };
  const sum: Part = { text: String(Number.isInteger(each) ? each : products), as: "strong" };
  const words = Number.isInteger(each) ? (grads === 1 ? "a sum of" : "each a sum of") : "from";
  return [...many, stop, { text: words }, sum, { text: "products." }];
}

/** "out passes its grads to attn_weights: 9 grads, each a sum of 4 products." */
export function boxSentence(all: Boxes, order: Order, done: number): Part[] {
  const box = all.boxes.get(order.ids[done - 1] ?? "");
  if (box === undefined) return [];
  const place = placeOf(all, box.id);
  const context: Part[] =
    place === ""
      ? []
      : [
          { text: `In ${place}`, as: "context" },
          { text: ",", as: "stop" },
        ];
  const around = chain(all, box.id);
  const joins = usesOf(all, box.id).filter((join) => !around.includes(join.to));
  const users = [...new Set(joins.map((join) => titleOf(all, join.to)))];
  if (users.length === 0) {
    return [
      ...context,
      name(titleOf(all, box.id)),
      { text: "is the output: its grad is" },
      { text: "1.", as: "strong", tone: "grad" },
    ];
  }
  const products = joins.reduce((sum, join) => sum + join.count, 0);
  return [
    ...context,
    ...listed(users),
    { text: users.length === 1 ? "passes its" : "pass their" },
    { text: "grads", tone: "grad" },
    { text: "to" },
    name(titleOf(all, box.id)),
    { text: ":", as: "stop" },
    ...amount(Math.max(1, box.shown.cells.length), products),
  ];
}
