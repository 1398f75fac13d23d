/** A descent of the shown graph in the page, as it would be asked of the server. Pure. */
import { flatGraph, started, withNumbers } from "../compute/answers";
import { type Course, descend } from "../compute/descend";
import type { Flat } from "../compute/flat";
import { withStaleFrame } from "../compute/grads";
import { fullName } from "../compute/naming";
import type { Memory } from "../compute/ops";
import type { DescentRequest, Program } from "../wire/calls";
import type { GraphDocument, Memory as Optimizer } from "../wire/types";
import { optimizerOf, rateAt, USUAL } from "./plan";

/** Nodes times steps that the page computes while somebody waits; more of them are the server's, whose loops are compiled. */
const MOST_WORK = 10_000_000;

/** What a descent came to. */
export interface Descended {
  readonly losses: readonly number[];
  readonly values: Readonly<Record<string, number>>;
  readonly optimizer: Optimizer;
  readonly stopped: { readonly step: number } | null;
  readonly doc: GraphDocument;
}

interface Begun {
  readonly course: Course;
  readonly flat: Flat;
  readonly moved: readonly number[];
}

function begin(doc: GraphDocument, { values }: Program, asked: DescentRequest): Begun | null {
  const flat = flatGraph(doc);
  if (flat === null || flat.size * (asked.steps + 1) > MOST_WORK) return null;
  const parameters = new Set(asked.parameters ?? []);
  const moved = doc.nodes.flatMap((node, at) =>
    node.op === "leaf" && parameters.has(fullName(node)) ? [at] : [],
  );
  const { kind = "sgd", step: taken = 0, state = {}, ...numbers } = asked.optimizer ?? {};
  const rule = optimizerOf(kind);
  const settings = [...rule.settings.map(([name, usual]) => numbers[name] ?? usual), 0, 0, 0];
  const { kind: schedule = "constant", final = 0, step: before = 0, over } = asked.schedule ?? {};
  const course = { ...USUAL, rate: asked.learning_rate, schedule, final, over: over ?? before + asked.steps };
  const made = descend(flat, started(doc, values), {
    moved,
    rates: Array.from({ length: asked.steps }, (_, k) => rateAt(course, before + k)),
    sign: asked.direction === "maximize" ? -1 : 1,
    rule: kind,
    settings: [settings[0] ?? 0, settings[1] ?? 0, settings[2] ?? 0],
    taken,
    memory: moved.map((at): Memory => {
      const node = doc.nodes[at];
      const kept = node === undefined ? undefined : state[fullName(node)];
      const [first = 0, second = 0] = rule.memory.map((name) => kept?.[name] ?? 0);
      return [first, second];
    }),
  });
  return { course: made, flat, moved };
}

/** The output at each step; null where the page does not compute it. */
export const lossesOf = (
  doc: GraphDocument,
  sent: Program,
  asked: DescentRequest,
): readonly number[] | null => begin(doc, sent, asked)?.course.losses ?? null;

/** The whole descent; null where the page does not compute it. */
export function descended(doc: GraphDocument, sent: Program, asked: DescentRequest): Descended | null {
  const begun = begin(doc, sent, asked);
  if (begun === null) return null;
  const { course, flat, moved } = begun;
  const names = moved.map((at) => fullName(doc.nodes[at] as GraphDocument["nodes"][number]));
  const { kind = "sgd", step: taken = 0, state: _, ...settings } = asked.optimizer ?? {};
  const rule = optimizerOf(kind);
  const remembered = names.map((name, at) => {
    const memory = rule.memory.map((each, slot) => [each, course.memory[at]?.[slot] ?? 0] as const);
    return [name, Object.fromEntries(memory)] as const;
  });
  const numbers = withNumbers(doc, flat, course.data, null);
  const { used } = course;
  return {
    losses: course.losses,
    values: Object.fromEntries(moved.map((at, k) => [names[k] as string, course.data[at] as number])),
    optimizer: {
      kind,
      ...settings,
      step: taken + Math.max(0, course.losses.length - 1),
      state: rule.memory.length === 0 ? {} : Object.fromEntries(remembered),
    } as Optimizer,
    stopped: course.stopped === null ? null : { step: course.stopped },
    doc: used === null ? numbers : withStaleFrame(numbers, { data: [...course.data], grad: [...used] }),
  };
}
