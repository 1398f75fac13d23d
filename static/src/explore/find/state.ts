/**
 * Find: what was typed, what it finds, and which row is looked at. The page answers at once from the nodes that it has;
 * the server knows lists and calls as well, and every graph whatever its size.
 */
import { batch, computed, signal } from "@preact/signals";
import { readQuery } from "../../compute/find";
import { numbersAlone } from "../../compute/known";
import { find as nodeOf } from "../../compute/naming";
import { assign } from "../../session/assign";
import type { Session } from "../../session/session";
import * as api from "../../wire/calls";
import { isId, position } from "../../wire/ids";
import type { Problem } from "../../wire/problem";
import type { Found, GraphDocument, Kind, Match } from "../../wire/types";
import { foundHere, KINDS, keyOf, type Row, sectionsOf } from "./rows";
import { createShow } from "./show";

const REST = 50;
const PATIENCE = 150;
/** Rows of each kind that are asked for; of one kind alone. */
const FEW = 8;
const MANY = 100;

interface Told {
  readonly doc: GraphDocument;
  readonly query: string;
  readonly only: Kind | null;
  readonly found: readonly Found[];
  readonly problem: Problem | null;
}

export function createFind(session: Session) {
  const go = createShow(session);
  const { life, document, changes, hidden } = session;
  const { doc } = document;
  const ask = session.createAsk(PATIENCE);
  const timer = life.timer();
  const text = signal("");
  const isOpen = signal(false);
  /** The kind of which everything is listed; null for some of each. */
  const only = signal<Kind | null>(null);
  /** The row that somebody went to, whichever rows come before it later; null for the first. */
  const kept = signal<string | null>(null);
  const told = signal<Told | null>(null);

  const query = computed(() => readQuery(text.value));
  /** Grads that are not to be seen are not to be found either. */
  const hides = computed(
    () =>
      hidden.value !== null &&
      !("fault" in query.value) &&
      query.value.comparisons.some(({ field }) => field === "grad"),
  );
  /** Why nothing can be found. */
  const fault = computed(() => {
    if ("fault" in query.value) return query.value.fault;
    if (hides.value) return "The grads are hidden.";
    const last = answer.value;
    return last?.problem?.code === "bad-query" ? last.problem.detail : null;
  });

  /** The answer of the server to what is typed now. */
  const answer = computed(() => {
    const last = told.value;
    const isNow =
      last !== null && last.doc === doc.value && last.query === text.value && last.only === only.value;
    return isNow ? last : null;
  });
  const found = computed<readonly Found[]>(() => {
    const [shown, now] = [doc.value, query.value];
    if (shown === null || fault.value !== null || "fault" in now) return [];
    if (answer.value !== null) return answer.value.found;
    if (shown.known === undefined) return foundHere(shown, now, only.value === null ? FEW : MANY);
    // What was found before stays until the new answer comes, so that nothing flickers.
    return told.value?.doc === shown && told.value.only === only.value ? told.value.found : [];
  });
  const sections = computed(() => sectionsOf(found.value, only.value, kept.value));
  const rows = computed<readonly Row[]>(() => sections.value.flatMap((section) => section.rows));
  const at = computed(() =>
    Math.max(
      0,
      rows.value.findIndex((row) => keyOf(row) === kept.value),
    ),
  );
  const active = computed<Row | null>(() => (isOpen.value ? (rows.value[at.value] ?? null) : null));

  function look(): void {
    const [shown, typed, kind] = [doc.peek(), text.peek(), only.peek()];
    if (shown === null || shown.output === null) return;
    const asked = {
      query: typed,
      kinds: kind === null ? [...KINDS] : [kind],
      from: 0,
      limit: kind === null ? FEW : MANY,
    };
    const state = shown.numbers ?? "fresh";
    const keep = (found: readonly Found[], problem: Problem | null): void =>
      assign(told, { doc: shown, query: typed, only: kind, found, problem });
    void ask((signal) => api.find(changes.shownProgram(), state, asked, signal), {
      use: (found) => keep(found, null),
      refused: (problem) => keep([], problem),
    });
  }

  life.effect(() => {
    const wanted = isOpen.value && doc.value !== null && !("fault" in query.value) && !hides.value;
    only.value;
    timer.stop();
    if (wanted && answer.value === null) timer.start(REST, look);
  });
  life.effect(() => {
    text.value;
    only.value;
    kept.value = null;
  });

  function goTo(index: number): void {
    const row = rows.peek()[index];
    if (row !== undefined) kept.value = keyOf(row);
  }

  function close(): void {
    batch(() => {
      isOpen.value = false;
      only.value = null;
    });
  }

  return {
    /** Go to what was found, and open it if it can be opened. */
    show: (kind: Kind, match: Match, opens: boolean): void => {
      close();
      go(kind, match, opens);
    },
    text,
    isOpen,
    only,
    at,
    fault,
    sections,
    rows,
    active,
    /** An answer is on its way, and nothing of it can be shown yet. */
    isWaiting: computed(() => ask.isBusy.value && answer.value === null),
    /** Everything that was found, by kind. */
    counts: computed(() => found.value.filter((each) => each.count > 0)),
    close,
    type: (typed: string): void =>
      batch(() => {
        text.value = typed;
        only.value = null;
        isOpen.value = true;
      }),
    /** Look at the row at an index, until something else is typed. */
    goTo,
    move: (by: number): void => {
      const count = rows.peek().length;
      if (count > 0) goTo((at.peek() + by + count) % count);
    },
    /** The numbers of a match as the page shows them now. */
    numbersOf: (match: Match): { readonly data: number | null; readonly grad: number | null } => {
      const [shown, id] = [doc.value, match.nodes[0]];
      if (shown === null || match.count !== 1 || id === undefined || !isId(id))
        return { data: null, grad: null };
      const node = nodeOf(shown, id) ?? numbersAlone(shown, position(id));
      const grad = node.grad_state === "none" || hidden.value !== null ? null : node.grad;
      return { data: node.data, grad };
    },
  };
}

export type FindState = ReturnType<typeof createFind>;
