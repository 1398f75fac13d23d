/**
 * The leaves of a graph that is too large to be sent whole: in how many matrices they are, the first of them, and those
 * whose name was typed.
 */
import { computed, signal } from "@preact/signals";
import { find } from "../compute/naming";
import * as api from "../wire/calls";
import type { GraphDocument, GraphNode } from "../wire/types";
import { createAsk } from "./ask";
import { assign } from "./assign";
import type { Has } from "./parts";

const REST = 120;
const PATIENCE = 200;
const SHOWN = 40;

type Needs = Has<"life" | "connection" | "document" | "changes" | "selection">;

export function createSomeLeaves({ life, connection, document: { doc }, changes, selection }: Needs) {
  const [ask, count] = [createAsk(life, connection, PATIENCE), createAsk(life, connection, PATIENCE)];
  const timer = life.timer();
  const query = signal("");
  const structure = computed(() => (doc.value?.known === undefined ? null : doc.value.structure));
  /** The ids of the leaves that are listed, of one structure. */
  const listed = signal<{ readonly of: string | null; readonly ids: readonly string[] }>({
    of: null,
    ids: [],
  });
  const matrices = signal<{ readonly of: string | null; readonly count: number }>({ of: null, count: 0 });

  const state = (shown: GraphDocument): api.State => shown.numbers ?? "fresh";

  /** Ask for leaves by name, and then for what the page has to know of them. */
  async function look(shown: GraphDocument): Promise<void> {
    const words = query.peek().trim();
    const asked = { query: `op:leaf ${words}`, kinds: ["values" as const], from: 0, limit: SHOWN };
    await ask(
      async (signal) => {
        const [values] = await api.find(changes.shownProgram(), state(shown), asked, signal);
        const ids = values?.matches.flatMap((match) => match.nodes) ?? [];
        const nodes =
          ids.length === 0
            ? []
            : await api.someNodes(changes.shownProgram(), state(shown), { nodes: ids }, signal);
        return { ids, nodes };
      },
      {
        use: ({ ids, nodes }) => {
          shown.known?.add(nodes);
          listed.value = { of: shown.structure, ids };
        },
        // A condition that is not finished yet.
        refused: () => undefined,
      },
    );
  }

  life.effect(() => {
    const of = structure.value;
    query.value;
    timer.stop();
    if (of === null) return;
    timer.start(REST, () => {
      const shown = doc.peek();
      if (shown !== null) void look(shown);
    });
  });
  life.effect(() => {
    const of = structure.value;
    const shown = doc.peek();
    if (of === null || shown === null) return;
    const asked = { query: "op:leaf", kinds: ["matrices" as const], from: 0, limit: 0 };
    void count((signal) => api.find(changes.shownProgram(), state(shown), asked, signal), {
      use: ([found]) => assign(matrices, { of, count: found?.count ?? 0 }),
      refused: () => undefined,
    });
  });

  return {
    query,
    /** In how many matrices the leaves are; null while that is not known. */
    matrices: computed(() => (matrices.value.of === structure.value ? matrices.value.count : null)),
    /** The leaf that is looked at, and the leaves that were found. */
    leaves: computed<readonly GraphNode[]>(() => {
      const shown = doc.value;
      if (shown === null || structure.value === null || listed.value.of !== structure.value) return [];
      const chosen = selection.isChosen.value ? selection.selected.value : null;
      const found = listed.value.ids.flatMap((id) => find(shown, id) ?? []);
      return chosen?.op === "leaf" ? [chosen, ...found.filter((leaf) => leaf.id !== chosen.id)] : found;
    }),
  };
}
