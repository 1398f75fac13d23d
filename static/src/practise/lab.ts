/** The bug lab's state: a session of its own, the bugs that are on, and what they do to its program. */
import { batch, computed, signal } from "@preact/signals";
import { type Moment, QUIET } from "../drawing/moment";
import type { Page } from "../page";
import { createSession } from "../session/session";
import * as api from "../wire/calls";
import { position } from "../wire/ids";
import type { Bug, BugAnswer } from "../wire/types";
import { annotateLab, type Broken } from "./annotate";
import { LAB_EXAMPLES } from "./examples";
import { BUGS, type KeptLab } from "./kept";
import { type Row, rows, verdict, wrongEdges } from "./verdict";

const PREFIX = "bug-";

/** The op at which the first value goes wrong: the line of code that is shown is its. */
function firstOpOf(found: Broken | null): string | null {
  const first = [...(found?.answer.wrong ?? [])].sort((one, other) => one.step - other.step)[0];
  const from = found?.answer.trace[first?.step ?? 0]?.from ?? null;
  if (from !== null) return found?.doc.nodes[position(from)]?.op ?? null;
  return found?.doc.nodes.at(-1)?.op ?? null;
}

/** The numbers that the broken passes leave, and the edges whose share is right. */
function momentOf(found: Broken | null, wrongRows: readonly Row[]): Moment | null {
  if (found === null) return null;
  const { doc, answer } = found;
  const wrong = wrongEdges(wrongRows);
  return {
    ...QUIET,
    doc,
    nodes: doc.nodes.map((node, index) => ({ ...node, grad: answer.frame.grad[index] ?? node.grad })),
    done: doc.nodes.flatMap((node) =>
      node.inputs.flatMap((input, slot) =>
        input.partial === null || wrong.has(`${node.id}-${slot}`) ? [] : [`${node.id}-${slot}`],
      ),
    ),
    trained: new Set(doc.parameters),
  };
}

export function createLab(page: Page) {
  const session = createSession({
    ...page,
    prefix: PREFIX,
    annotate: (drawing, moment) => annotateLab(result.peek(), drawing, moment),
  });
  const { document, program } = session;
  const ask = session.createAsk();
  const bugs = signal<readonly Bug[]>([]);
  const answer = signal<BugAnswer | null>(null);
  /** The example that was chosen: two may have one text. */
  const chosen = signal<number | null>(null);
  /** The program with the right pass's steps, and the broken passes: they belong together. */
  const result = computed<Broken | null>(() => {
    const [doc, found] = [document.doc.value, answer.value];
    return doc === null || found === null ? null : { doc, answer: found };
  });
  const wrongRows = computed(() =>
    result.value === null ? [] : rows(result.value.answer, result.value.doc.trace ?? []),
  );

  async function compute(isNew: boolean): Promise<void> {
    const [sent, broken] = [program.program.value, bugs.value];
    const job = async (signal: AbortSignal) => {
      const kept = isNew ? null : document.doc.peek();
      const doc = kept ?? (await api.evaluate(sent, "fresh", ["nodes", "trace"], signal));
      return { doc, answer: await api.bugs(sent, broken, signal) };
    };
    await ask(job, {
      retry: () => void compute(isNew),
      use: (found) =>
        batch(() => {
          document.doc.value = found.doc;
          answer.value = found.answer;
          document.problem.value = null;
        }),
      refused: (problem) =>
        batch(() => {
          document.doc.value = null;
          answer.value = null;
          document.problem.value = problem;
        }),
    });
  }

  /** Put a program into the lab, with these bugs switched on. */
  function load({ values, ...text }: api.Program, broken: readonly Bug[], example: number | null): void {
    batch(() => {
      program.setText(text);
      program.moved.value = values;
      bugs.value = broken;
      chosen.value = example;
      document.doc.value = null;
      answer.value = null;
      document.problem.value = null;
    });
    void compute(true);
  }

  function loadExample(index: number): void {
    const example = LAB_EXAMPLES[index];
    if (example !== undefined) load({ source: example.source, values: {} }, example.bugs, index);
  }

  /** Open what a link keeps, or the first example. */
  function restore(kept: KeptLab | null, beside: Pick<api.ProgramText, "files"> = {}): void {
    if (kept === null) {
      loadExample(0);
      return;
    }
    const fits = LAB_EXAMPLES.flatMap(({ source }, index) => (source === kept.source ? [index] : []));
    const best = fits.find((index) => LAB_EXAMPLES[index]?.bugs.every((bug) => kept.bugs.includes(bug)));
    load({ ...beside, source: kept.source, values: kept.values ?? {} }, kept.bugs, best ?? fits[0] ?? null);
  }

  /** Switch a bug on or off. Nothing is drawn again: only numbers and states change. */
  function switchBug(bug: Bug, isOn: boolean): void {
    bugs.value = BUGS.filter((each) => (each === bug ? isOn : bugs.value.includes(each)));
    void compute(false);
  }

  const lab = {
    session,
    bugs,
    chosen,
    result,
    wrongRows,
    firstOp: computed(() => firstOpOf(result.value)),
    moment: computed(() => momentOf(result.value, wrongRows.value)),
    verdict: computed(() =>
      result.value === null
        ? null
        : verdict(result.value.doc, result.value.answer, result.value.doc.trace ?? []),
    ),
    isBusy: computed(() => ask.isBusy.value || session.picture.isDrawing.value),
    /** The lab as a link keeps it. */
    kept: computed<KeptLab>(() => {
      const { source, values } = program.program.value;
      return { source, values, bugs: bugs.value };
    }),
    load,
    loadExample,
    restore,
    switchBug,
  };
  return lab;
}
