/**
 * The program of a descent: what a panel does to the leaves, written out as a loop that one can read and change.
 * Pure.
 */
import type { Plan } from "../../session/plan";
import { indented, type Statement, statements } from "./statements";

/** What makes leaves. */
const MAKERS = ["Value", "Neuron", "Layer", "MLP"];
/** A descent of a single step is not a training run. */
const FEW = 20;

interface Asked {
  readonly source: string;
  /** The name of the output, as the graph has it. */
  readonly output: string;
  /** Names of the leaves that move. */
  readonly trained: readonly string[];
  /** Numbers of names that the program leaves free. */
  readonly free: Readonly<Record<string, number>>;
  readonly plan: Plan;
  /** How many steps were taken already. */
  readonly taken: number;
}

/** What is done once, what is computed in each step, and the parameters. */
interface Parts {
  readonly once: readonly Statement[];
  readonly each: readonly Statement[];
  readonly parameters: readonly string[];
}

const CALLS_BACKWARD = /\.backward\s*\(/;

/** Whether it calls backward in a loop or a function of its own: then it is trained as it stands. */
export const hasLoop = (source: string): boolean =>
  statements(source).some(
    ({ kind, text }) => /^(For|While|With|Try|If)Statement$/.test(kind) && CALLS_BACKWARD.test(text),
  );

/** Definitions that make leaves, or the learner's own class of values, are makers too. */
function makersOf(all: readonly Statement[]): ReadonlySet<string> {
  const makers = new Set(MAKERS);
  for (const { kind, sets, calls, text } of all) {
    if (kind !== "FunctionDefinition" && kind !== "ClassDefinition") continue;
    const makes = [...calls].some((name) => makers.has(name)) || /def backward\b/.test(text);
    const [name] = sets;
    if (makes && name !== undefined) makers.add(name);
  }
  return makers;
}

/** The expression that gives the leaves of a name, if they are among those that move. */
function parameter(name: string, made: Statement, trained: ReadonlySet<string>): string | null {
  const { value, text } = made;
  if (value !== null && ["Neuron", "Layer", "MLP"].includes(value)) return `*${name}.parameters()`;
  const label = /label\s*=\s*["']([^"']+)["']/.exec(text)?.[1] ?? name;
  if (value === "ArrayExpression" || value === "ArrayComprehensionExpression") {
    const isNested = /=\s*\[\s*\[/.test(text);
    return isNested ? `*(value for row in ${name} for value in row)` : `*${name}`;
  }
  return trained.has(label) || trained.has(name) ? name : null;
}

function parts(all: readonly Statement[], asked: Asked): Parts {
  const makers = makersOf(all);
  const trained = new Set(asked.trained);
  /** Names whose values depend on leaves. */
  const alive = new Set(Object.keys(asked.free));
  const found = { once: [] as Statement[], each: [] as Statement[] };
  const parameters = Object.keys(asked.free).filter((name) => trained.has(name));
  for (const statement of all) {
    const { kind, sets, uses, calls } = statement;
    const isDefinition = /Definition$|^Import/.test(kind);
    const isAlive = [...uses].some((name) => alive.has(name));
    const makes = !isDefinition && !isAlive && [...calls].some((name) => makers.has(name));
    if (isAlive || makes) for (const name of sets) alive.add(name);
    if (isAlive && !isDefinition) found.each.push(statement);
    else found.once.push(statement);
    if (makes)
      for (const name of sets) {
        const expression = parameter(name, statement, trained);
        if (expression !== null) parameters.push(expression);
      }
  }
  return { ...found, parameters };
}

type Names = (wanted: string) => string;

/** Names that the program does not use itself. */
function unused(source: string): Names {
  const taken = new Set(source.match(/[A-Za-z_]\w*/g) ?? []);
  return (wanted) => {
    let name = wanted;
    while (taken.has(name)) name += "_";
    return name;
  };
}

/** The rate of a step. */
function rateOf({ schedule, final, over }: Plan, rate: string, step: string): string {
  const share = `min(${step}, ${over}) / ${over}`;
  if (schedule === "linear") return `${rate} + (${final} - ${rate}) * ${share}`;
  if (schedule === "cosine")
    return `${final} + (${rate} - ${final}) * (1 + math.cos(math.pi * ${share})) / 2`;
  return rate;
}

interface Update {
  /** Before the loop. */
  readonly begin: readonly string[];
  /** For each parameter. */
  readonly each: readonly string[];
}

function updateOf(
  { optimizer, momentum, beta1, beta2, epsilon, direction }: Plan,
  name: Names,
  step: string,
): Update {
  const grad = direction === "maximize" ? "-p.grad" : "p.grad";
  const zeros = (of: string): string => `${of} = [0.0] * len(${name("parameters")})`;
  const [velocity, mean, square, eta] = ["velocity", "mean", "square", "eta"].map(name);
  if (optimizer === "momentum")
    return {
      begin: [zeros(velocity ?? "")],
      each: [
        `${velocity}[i] = ${momentum} * ${velocity}[i] + ${grad}`,
        `p.data = p.data - ${eta} * ${velocity}[i]`,
      ],
    };
  if (optimizer === "adam")
    return {
      begin: [zeros(mean ?? ""), zeros(square ?? "")],
      each: [
        `g = ${grad}`,
        `${mean}[i] = ${beta1} * ${mean}[i] + ${1 - beta1} * g`,
        `${square}[i] = ${beta2} * ${square}[i] + ${1 - beta2} * (g * g)`,
        `m = ${mean}[i] / (1 - ${beta1} ** (${step} + 1))`,
        `v = ${square}[i] / (1 - ${beta2} ** (${step} + 1))`,
        `p.data = p.data - ${eta} * m / (math.sqrt(v) + ${epsilon})`,
      ],
    };
  return { begin: [], each: [`p.data = p.data - ${eta} * (${grad})`.replace("(p.grad)", "p.grad")] };
}

/** The program in a loop with the panel's settings; null where it has a loop, or where what moves has no name in it. */
export function inLoop(asked: Asked): string | null {
  const { source, plan, taken, free, output } = asked;
  const all = statements(source);
  const { once, each, parameters } = parts(all, asked);
  const last = each.at(-1);
  if (hasLoop(source) || last === undefined || parameters.length === 0) return null;
  const name = unused(source);
  const [rate, steps, step, list] = ["rate", "steps", "step", "parameters"].map(name);
  const isSet = each.some(({ sets }) => sets.has(output));
  const loss = isSet ? output : last.kind === "ExpressionStatement" ? name("loss") : [...last.sets].at(-1);
  if (loss === undefined) return null;
  const body = each.map((each) =>
    !isSet && each === last && last.kind === "ExpressionStatement" ? `${loss} = ${each.text}` : each.text,
  );
  const calls = each.some(({ text }) => CALLS_BACKWARD.test(text));
  const { begin, each: update } = updateOf(plan, name, step ?? "");
  const isMath = plan.schedule === "cosine" || plan.optimizer === "adam";
  const count = plan.steps > 1 ? plan.steps : Math.max(FEW, taken);
  const zero = [`for p in ${list}:`, "    p.grad = 0.0"];
  return [
    ...(isMath && !/^import math$/m.test(source) ? ["import math"] : []),
    ...once.map(({ text }) => text),
    ...Object.entries(free).map(([free, number]) => `${free} = Value(${number}, label='${free}')`),
    "",
    `${rate} = ${plan.rate}`,
    `${steps} = ${count}`,
    `${list} = [${parameters.join(", ")}]`,
    ...begin,
    "",
    `for ${step} in range(${steps}):`,
    ...[...zero, ...body, ...(calls ? [] : [`${loss}.backward()`])].map(indented),
    ...[
      `${name("eta")} = ${rateOf(plan, rate ?? "", step ?? "")}`,
      `for i, p in enumerate(${list}):`,
      ...update.map((line) => `    ${line}`),
    ].map(indented),
    "",
  ].join("\n");
}
