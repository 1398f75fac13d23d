/**
 * The table's rows in an order: of a graph whose nodes are here all of them, else by the numbers that the page has.
 * Only the order by name of a graph that is too large to be sent is the server's.
 */
import { computed, signal } from "@preact/signals";
import { name } from "../compute/naming";
import * as api from "../wire/calls";
import { position } from "../wire/ids";
import { type GraphDocument, type Sort, size } from "../wire/types";
import { createAsk } from "./ask";
import type { Has } from "./parts";

export type Key = "id" | "name" | "data" | "grad";

/** Rows that one request brings. */
const PART = 200;
const REST = 60;
const PATIENCE = 200;

/** By number; what is not one comes last, and equal ones in the order of the graph. */
export function byNumber(numbers: readonly number[], falls: boolean): number[] {
  const key = (at: number): number => {
    const number = numbers[at] ?? Number.NaN;
    return Number.isNaN(number) ? Number.POSITIVE_INFINITY : falls ? -number : number;
  };
  const isNumber = (at: number): number => (Number.isNaN(numbers[at] ?? Number.NaN) ? 1 : 0);
  return Array.from({ length: numbers.length }, (_, at) => at).sort((one, other) => {
    const by = key(one) - key(other);
    return isNumber(one) - isNumber(other) || (Number.isNaN(by) ? 0 : by) || one - other;
  });
}

function byName(shown: GraphDocument, falls: boolean): number[] {
  const names = shown.nodes.map((node) => (node.label === "" ? null : name(node).toLowerCase()));
  const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
  return shown.nodes
    .map((_, at) => at)
    .sort((one, other) => {
      const [a, b] = [names[one] ?? null, names[other] ?? null];
      if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0) || one - other;
      return (falls ? compare(b, a) : compare(a, b)) || one - other;
    });
}

type Needs = Has<"life" | "connection" | "document" | "changes" | "hidden">;

export function createTable({ life, connection, document: { doc }, changes, hidden }: Needs) {
  const ask = createAsk(life, connection, PATIENCE);
  const timer = life.timer();
  const chosen = signal<Sort>("id");
  /** Grads that are not to be seen are not to be guessed by their order either. */
  const sort = computed<Sort>(() =>
    hidden.value !== null && chosen.value.endsWith("grad") ? "id" : chosen.value,
  );
  const key = computed(() => sort.value.replace("-", "") as Key);
  const falls = computed(() => sort.value.startsWith("-"));
  /** Positions by row as the server gave them, for one structure and order. */
  const told = signal<{ readonly of: string; readonly rows: ReadonlyMap<number, number> }>({
    of: "",
    rows: new Map(),
  });
  const wanted = computed(() => `${doc.value?.structure} ${sort.value}`);

  /** The positions in order; null where they are in id order, or where the server tells them part by part. */
  const order = computed<readonly number[] | null>(() => {
    const shown = doc.value;
    if (shown === null || key.value === "id") return null;
    if (key.value === "name") return shown.known === undefined ? byName(shown, falls.value) : null;
    const field = key.value;
    if (shown.frame !== null && shown.known !== undefined) return byNumber(shown.frame[field], falls.value);
    const numbers = shown.nodes.map((node) =>
      field === "grad" && node.grad_state === "none" ? Number.NaN : node[field],
    );
    return byNumber(numbers, falls.value);
  });
  const count = computed(() => (doc.value === null ? 0 : size(doc.value)));
  const isTold = computed(() => key.value === "name" && doc.value?.known !== undefined);

  /** The position in a row; null where the server has not told it yet. */
  function at(row: number): number | null {
    if (isTold.value) return told.value.of === wanted.value ? (told.value.rows.get(row) ?? null) : null;
    if (order.value !== null) return order.value[row] ?? null;
    return falls.value ? count.value - 1 - row : row;
  }

  /** Have the positions of these rows come. */
  function want(from: number, to: number): void {
    timer.stop();
    const [shown, of] = [doc.peek(), wanted.peek()];
    if (shown === null || !isTold.peek()) return;
    const has = (row: number): boolean => told.peek().of === of && told.peek().rows.has(row);
    const missing = Array.from({ length: to - from }, (_, index) => from + index).find((row) => !has(row));
    if (missing !== undefined) timer.start(REST, () => fetch(shown, of, Math.max(0, missing - PART / 4)));
  }

  function fetch(shown: GraphDocument, of: string, from: number): void {
    const asked = { from, count: PART, sort: sort.peek() };
    void ask((signal) => api.someNodes(changes.shownProgram(), shown.numbers ?? "fresh", asked, signal), {
      use: (nodes) => {
        const rows = new Map(told.peek().of === of ? told.peek().rows : []);
        for (const [index, node] of nodes.entries()) rows.set(from + index, position(node.id));
        shown.known?.add(nodes);
        told.value = { of, rows };
      },
      refused: () => undefined,
    });
  }

  /** Sort by a column; by the one that it is sorted by, the other way round. Numbers begin with the largest. */
  function sortBy(next: Key): void {
    const isSame = key.peek() === next;
    const first: Sort = next === "data" || next === "grad" ? `-${next}` : next;
    const turned: Sort = falls.peek() ? next : `-${next}`;
    chosen.value = isSame ? turned : first;
  }

  return { sort, key, falls, count, at, want, sortBy };
}
