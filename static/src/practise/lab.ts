/** The bug lab's state: a program of its own, the bugs that are on, what they do to it, and its drawing. */
import { batch, computed, signal } from "@preact/signals";
import * as api from "../api";
import type { GraphDocument } from "../document";
import { type Moment, QUIET } from "../drawing/moment";
import { Offline, Problem } from "../problem";
import { isAway, isBack } from "../session/connection";
import { DROPPED, Lane } from "../session/latest";
import { position } from "../session/naming";
import type { Picture } from "../session/picture";
import { direction } from "../session/picture";
import type { Bug, BugAnswer } from "../wire/bugs";
import { LAB_EXAMPLES } from "./examples";
import { BUGS, type KeptLab } from "./kept";
import { rows, verdict, wrongEdges } from "./verdict";

export const PREFIX = "bug-";

export const labProgram = signal<api.Program>({ source: "", values: {} });
export const labBugs = signal<readonly Bug[]>([]);
/** The program with the right pass's steps, and the broken passes: they belong together. */
export const result = signal<{ readonly doc: GraphDocument; readonly answer: BugAnswer } | null>(null);
export const labPicture = signal<Picture | null>(null);
/** Why there are no numbers, and why there is no drawing. */
export const labProblem = signal<Problem | null>(null);
export const labRefusal = signal<Problem | null>(null);
export const isLabDrawing = signal(false);

export const labExample = computed(() =>
  LAB_EXAMPLES.findIndex(({ source }) => source === labProgram.value.source),
);
/** The example that was chosen: two may have one text. */
export const chosen = signal<number | null>(null);

export const wrongRows = computed(() =>
  result.value === null ? [] : rows(result.value.answer, result.value.doc.trace ?? []),
);
export const labVerdict = computed(() =>
  result.value === null ? null : verdict(result.value.doc, result.value.answer, result.value.doc.trace ?? []),
);
/** The op at which the first value goes wrong: the line of code that is shown is its. */
export const firstOp = computed(() => {
  const found = result.value;
  const first = [...(found?.answer.wrong ?? [])].sort((one, other) => one.step - other.step)[0];
  const from = found?.answer.trace[first?.step ?? 0]?.from ?? null;
  if (from !== null) return found?.doc.nodes[position(from)]?.op ?? null;
  return found?.doc.nodes.at(-1)?.op ?? null;
});

const numbers = new Lane(0);
const drawing = new Lane(0);

async function compute(isNew: boolean): Promise<void> {
  const [program, bugs] = [labProgram.value, labBugs.value];
  try {
    const found = await numbers.run(async (signal) => {
      const kept = isNew ? null : result.peek();
      const doc = kept?.doc ?? (await api.evaluate(program, "fresh", ["nodes", "trace"], signal));
      return { doc, answer: await api.bugs(program, bugs, signal) };
    });
    if (found === DROPPED) return;
    isBack();
    batch(() => {
      result.value = found;
      labProblem.value = null;
    });
  } catch (error) {
    if (error instanceof Offline) isAway(() => void compute(isNew));
    else if (error instanceof Problem) {
      batch(() => {
        result.value = null;
        labPicture.value = null;
        labProblem.value = error;
      });
    } else throw error;
  }
}

async function draw(): Promise<void> {
  const view = { direction: direction.value, look: "merged", collapsed: [], around: null } as const;
  const program = labProgram.value;
  isLabDrawing.value = true;
  try {
    const svg = await drawing.run((signal) => api.render(program, view, signal, PREFIX));
    if (svg === DROPPED) return;
    batch(() => {
      labRefusal.value = null;
      labPicture.value = { svg, structure: program.source, key: "" };
    });
  } catch (error) {
    if (error instanceof Problem) {
      batch(() => {
        labPicture.value = null;
        labRefusal.value = error;
      });
    } else if (!(error instanceof Offline)) throw error;
  } finally {
    isLabDrawing.value = drawing.busy;
  }
}

/** Put a program into the lab, with these bugs switched on. */
export function loadLab(program: api.Program, bugs: readonly Bug[], example: number | null): void {
  batch(() => {
    labProgram.value = program;
    labBugs.value = bugs;
    chosen.value = example;
    result.value = null;
    labPicture.value = null;
    labProblem.value = null;
    labRefusal.value = null;
  });
  void compute(true);
  void draw();
}

export function loadExample(index: number): void {
  const example = LAB_EXAMPLES[index];
  if (example !== undefined) loadLab({ source: example.source, values: {} }, example.bugs, index);
}

/** Open what a link keeps, or the first example. */
export function restoreLab(kept: KeptLab | null): void {
  if (kept === null) {
    loadExample(0);
    return;
  }
  const fits = LAB_EXAMPLES.flatMap(({ source }, index) => (source === kept.source ? [index] : []));
  const best = fits.find((index) => LAB_EXAMPLES[index]?.bugs.every((bug) => kept.bugs.includes(bug)));
  loadLab({ source: kept.source, values: kept.values ?? {} }, kept.bugs, best ?? fits[0] ?? null);
}

/** Switch a bug on or off. Nothing is drawn anew: only numbers and states change. */
export function switchBug(bug: Bug, isOn: boolean): void {
  labBugs.value = BUGS.filter((each) => (each === bug ? isOn : labBugs.value.includes(each)));
  void compute(false);
}

/** Turn the drawing after the screen has turned. */
export function redrawLab(): void {
  if (labProgram.value.source !== "") void draw();
}

export const labMoment = computed<Moment | null>(() => {
  const found = result.value;
  if (found === null) return null;
  const wrong = wrongEdges(wrongRows.value);
  return {
    doc: found.doc,
    nodes: found.doc.nodes.map((node, index) => ({
      ...node,
      grad: found.answer.frame.grad[index] ?? node.grad,
    })),
    ...QUIET,
    done: found.doc.nodes.flatMap((node) =>
      node.inputs.flatMap((input, slot) =>
        input.partial === null || wrong.has(`${node.id}-${slot}`) ? [] : [`${node.id}-${slot}`],
      ),
    ),
    trained: new Set(found.doc.parameters),
  };
});
