/** Which lesson is open, its numbers, its picture, and which tasks have been solved. */
import { batch, computed, effect, signal } from "@preact/signals";
import { lessons as askLessons, descend, evaluate, type Lesson, type Program, render } from "../api";
import { after, edgesDone } from "../compute/steps";
import type { GraphDocument, GraphNode, Step } from "../document";
import { type Moment, QUIET } from "../drawing/moment";
import { Offline, Problem } from "../problem";
import { isAway, isBack } from "../session/connection";
import { DROPPED, Lane } from "../session/latest";
import { type Kept, LinkError, unpack } from "../session/link";
import { find, name } from "../session/naming";
import { Turns } from "../session/queue";
import { isPhone } from "../session/screen";
import type { Facts, Verdict } from "./check";

const KEY = "lessons";

export const all = signal<readonly Lesson[]>([]);
export const number = signal(1);
export const solved = signal<ReadonlySet<string>>(remembered());
export const fresh = signal<GraphDocument | null>(null);
export const left = signal<GraphDocument | null>(null);
export const values = signal<Readonly<Record<string, number>>>({});
/** Backward steps done; null while nobody steps. */
export const done = signal<number | null>(null);
export const picked = signal<ReadonlySet<string>>(new Set());
export const verdict = signal<Verdict | null>(null);
export const hinted = signal(false);
export const losses = signal<readonly number[]>([]);
export const svg = signal<{ readonly text: string; readonly structure: string; readonly key: string } | null>(
  null,
);
export const problem = signal<string | null>(null);
/** Why the address did not lead to a lesson. */
export const astray = signal<string | null>(null);

export const lesson = computed<Lesson | null>(
  () => all.value.find((each) => each.number === number.value) ?? null,
);
export const isSolved = computed(() => lesson.value !== null && solved.value.has(lesson.value.name));
export const facts = computed<Facts | null>(() =>
  fresh.value === null ? null : { fresh: fresh.value, left: left.value },
);

function remembered(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : []);
  } catch {
    return new Set();
  }
}

function settle(judged: Verdict): void {
  batch(() => {
    verdict.value = judged;
    const open = lesson.value;
    if (!judged.right) hinted.value = true;
    else if (open !== null) solved.value = new Set([...solved.value, open.name]);
  });
  try {
    localStorage.setItem(KEY, JSON.stringify([...solved.value]));
  } catch {
    // A private window keeps nothing; progress lasts as long as the page.
  }
}

const trace = computed<readonly Step[]>(() => fresh.value?.trace ?? []);
const isHidden = computed(() => lesson.value?.hide === "grad" && !isSolved.value);
/** Steps may be gone through up to the first that gives away the number that is asked for. */
export const furthest = computed(() => {
  const task = lesson.value?.task;
  if (!isHidden.value || task?.kind !== "predict") return trace.value.length;
  const asked = fresh.value?.nodes.find((node) => node.label === task.of.grad)?.id;
  const first = trace.value.findIndex((step) => step.node === asked);
  return first < 0 ? trace.value.length : first;
});
export const reached = computed(() =>
  Math.min(furthest.value, done.value ?? (isHidden.value ? 0 : trace.value.length)),
);
export const current = computed<Step | null>(() =>
  done.value === null ? null : (trace.value[reached.value - 1] ?? null),
);
export const goTo = (step: number): void => {
  done.value = Math.max(0, Math.min(furthest.value, step));
};

const shown = computed<GraphDocument | null>(() =>
  lesson.value?.state === "program" && !isSolved.value ? left.value : fresh.value,
);
const nodes = computed<readonly GraphNode[]>(() => {
  const doc = shown.value;
  if (doc === null) return [];
  return isHidden.value || done.value !== null ? after(doc, trace.value, reached.value) : doc.nodes;
});

export const moment = computed<Moment | null>(() => {
  const doc = shown.value;
  if (doc === null) return null;
  const step = current.value;
  const [node, from] = [find(doc, step?.node ?? null), find(doc, step?.from ?? null)];
  const isLocal = step !== null && step.partial !== null && node !== null && from !== null;
  return {
    ...QUIET,
    doc,
    nodes: nodes.value,
    active: step?.node ?? null,
    done: done.value === null ? [] : edgesDone(trace.value, reached.value),
    local: isLocal ? { name: `∂${name(from)}/∂${name(node)}`, value: step.partial ?? 0 } : null,
    trained: new Set(doc.parameters),
  };
});

/** The lesson as the explorer opens it. */
export const kept = computed<Kept | null>(() => {
  const open = lesson.value;
  if (open === null) return null;
  return {
    source: open.source,
    ...(Object.keys(values.value).length === 0 ? {} : { values: values.value }),
    ...(open.collapsed.length === 0 ? {} : { collapsed: open.collapsed }),
    ...(open.view === "steps" ? { mode: "backward" as const, step: reached.value } : {}),
    ...(isHidden.value ? { hide: "grad" as const } : {}),
    lesson: open.number,
  };
});

const numbers = new Lane(400);
const pictures = new Lane(0);

async function ask<T>(lane: Lane, job: (abort: AbortSignal) => Promise<T>): Promise<T | null> {
  try {
    const answer = await lane.run(job);
    if (answer === DROPPED) return null;
    isBack();
    problem.value = null;
    return answer;
  } catch (error) {
    if (error instanceof Problem) problem.value = error.detail;
    else if (error instanceof Offline) isAway(() => void start());
    else throw error;
    return null;
  }
}

const program = (open: Lesson): Program => ({ source: open.source, values: values.peek() });

async function recompute(open: Lesson): Promise<void> {
  const answers = await ask(numbers, (abort) =>
    Promise.all([
      evaluate(program(open), "fresh", ["nodes", "trace"], abort),
      open.state === "program" ? evaluate(program(open), "program", ["nodes"], abort) : null,
    ]),
  );
  if (answers === null || open !== lesson.peek()) return;
  batch(() => {
    [fresh.value, left.value] = answers;
  });
}

const turns = new Turns(numbers);

/** Open a lesson at its beginning. */
async function begin(open: Lesson): Promise<void> {
  turns.forget();
  numbers.clear();
  batch(() => {
    values.value = {};
    fresh.value = null;
    left.value = null;
    done.value = null;
    picked.value = new Set();
    verdict.value = null;
    hinted.value = false;
    losses.value = [];
  });
  document.title = `${open.title} · Lessons · Backlens`;
  await turns.take(async () => {
    await recompute(open);
    const doc = fresh.peek();
    if (doc !== null && doc.value !== null) losses.value = [doc.value];
  });
}

/** Judge an answer by the numbers that belong to what was done before. */
export async function check(judged: (facts: Facts) => Verdict): Promise<void> {
  await turns.take(async () => {
    const found = facts.peek();
    if (found !== null) settle(judged(found));
  });
}

/** Give a leaf of the open lesson a number. It waits for nothing: the last one of a drag is what counts. */
export async function set(leaf: string, value: number): Promise<void> {
  const open = lesson.peek();
  if (open === null) return;
  batch(() => {
    values.value = { ...values.value, [leaf]: value };
    verdict.value = null;
  });
  await recompute(open);
}

/** Steps of descent on the open lesson's parameters, from where the last ones ended. */
export async function train(rate: number, steps: number): Promise<void> {
  await turns.take(() => descent(rate, steps));
}

async function descent(rate: number, steps: number): Promise<void> {
  const open = lesson.peek();
  const doc = fresh.peek();
  if (open === null || doc === null) return;
  const options = {
    learning_rate: rate,
    steps,
    direction: "minimize" as const,
    parameters: doc.parameters,
    stride: steps,
    watch: [],
  };
  const course = await ask(numbers, (abort) => descend(program(open), options, abort));
  if (course === null || open !== lesson.peek()) return;
  batch(() => {
    losses.value = [...losses.value, ...course.losses.slice(1)];
    values.value = course.values;
    verdict.value =
      course.stopped === null
        ? null
        : {
            right: false,
            text: "The loss has left the numbers that a double can hold. Start again with a smaller rate.",
          };
  });
  await recompute(open);
}

export async function again(): Promise<void> {
  const open = lesson.peek();
  if (open !== null) await begin(open);
}

/** A lesson by its number, "03", or by a link that keeps one. */
async function fromAddress(): Promise<void> {
  astray.value = null;
  const [, written] = /^#0*(\d{1,3})$/.exec(location.hash) ?? [];
  let wanted: unknown = written === undefined ? 1 : Number(written);
  if (written === undefined && location.hash.length > 1) {
    try {
      wanted = (await unpack(location.hash))?.lesson ?? 1;
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      astray.value = error.message;
    }
  }
  const found = all.peek().find((each) => each.number === wanted);
  if (found === undefined) astray.value = `There is no lesson ${String(wanted)}.`;
  number.value = found?.number ?? 1;
}

/** Ask for the lessons, open the one of the address, and follow it from then on. */
export async function start(): Promise<void> {
  const found = await ask(numbers, (abort) => askLessons(abort));
  if (found === null) return;
  all.value = found;
  await fromAddress();
  addEventListener("hashchange", () => void fromAddress());
  effect(() => {
    const open = lesson.value;
    if (open !== null) void begin(open);
  });
  effect(() => {
    const open = lesson.value;
    const structure = fresh.value?.structure ?? null;
    const direction = isPhone.value ? ("TB" as const) : ("LR" as const);
    const key = JSON.stringify([structure, open?.collapsed, direction]);
    if (open === null || structure === null || key === svg.peek()?.key) return;
    const view = { direction, look: "merged" as const, collapsed: open.collapsed, around: null };
    void ask(pictures, (abort) => render({ source: open.source, values: {} }, view, abort)).then((text) => {
      if (text !== null) svg.value = { text, structure, key };
    });
  });
}
