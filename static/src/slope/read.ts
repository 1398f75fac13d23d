/** Reading a program: its leaves, which of them varies, and where it is looked at. */
import { batch } from "@preact/signals";
import { assign } from "../session/assign";
import type { Numbers } from "../session/program";
import type { Session } from "../session/session";
import { asText, evaluate, type ProgramText } from "../wire/calls";
import { isId } from "../wire/ids";
import { Problem } from "../wire/problem";
import type { GraphDocument, GraphNode } from "../wire/types";
import type { Choice } from "./choices";
import { nameOf, type SlopeState } from "./state";

const PATIENCE = 250;

export type Wanted = Partial<Choice> & { readonly keep?: boolean };

/** Names that the program leaves free are given a number each, as many times as it names new ones. */
async function evaluated(
  text: ProgramText,
  given: Numbers,
  x: number,
  signal: AbortSignal,
): Promise<{ answer: GraphDocument; values: Numbers }> {
  const values = { ...given };
  for (;;) {
    try {
      return { answer: await evaluate({ ...text, values }, "fresh", ["nodes"], signal), values };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "unknown-name" || error.names.length === 0)
        throw error;
      const fresh = error.names.filter((name) => !(name in values));
      if (fresh.length === 0 || !fresh.every((name) => isFree(text.source, name))) throw error;
      for (const name of fresh) values[name] = name === "x" ? x : 1;
    }
  }
}

/** A short lower-case name is a variable; a long one is more likely a slip of the pen. */
const isFree = (text: string, name: string): boolean =>
  /^[A-Za-z_]\w{0,7}$/.test(name) && !new RegExp(`\\b${name}\\s*\\(`).test(text);

/** Numbers of names that the source no longer uses are left out. */
const usedIn = (text: string, values: Numbers): Numbers =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const last = name.replace(/#\d+$/, "").split("/").at(-1) ?? name;
      return name.includes("/") || isId(name) || new RegExp(`\\b${escaped(last)}\\b`).test(text);
    }),
  );
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export function createRead({ createAsk, program }: Session, state: SlopeState) {
  const { doc, problem, leaf, held, x, curve, probe } = state;
  const ask = createAsk(PATIENCE);

  function take(text: ProgramText, answer: GraphDocument, values: Numbers, wanted: Wanted): void {
    const all = answer.nodes.filter((node) => node.op === "leaf");
    const named = (name: string | undefined): GraphNode | undefined =>
      all.find((node) => nameOf(node) === name || node.id === name);
    const varies = named(wanted.leaf) ?? named(leaf.peek()) ?? named("x") ?? all[0];
    batch(() => {
      problem.value = null;
      program.setText(text);
      doc.value = answer;
      if (varies === undefined) {
        curve.value = null;
        probe.value = null;
        return;
      }
      const isSame = wanted.keep === true && nameOf(varies) === leaf.value;
      leaf.value = nameOf(varies);
      held.value = { ...values, ...(isSame ? { [leaf.value]: x.value } : {}) };
      if (!isSame) state.lookAt(Number.isFinite(varies.data) ? varies.data : 0);
    });
  }

  /** Read a program: its leaves, which of them varies, and where it is looked at. */
  return async function read(text: ProgramText, wanted: Wanted): Promise<void> {
    const given = usedIn(text.source, {
      ...(wanted.x === undefined ? {} : { x: wanted.x }),
      ...wanted.values,
    });
    await ask((signal) => evaluated(asText(text), given, x.peek(), signal), {
      use: ({ answer, values }) => take(text, answer, values, wanted),
      refused: (found) => assign(problem, found),
      retry: () => void read(text, wanted),
    });
  };
}

export type Read = ReturnType<typeof createRead>;
