/**
 * The program of a playground, as it is written: each piece in every form that the controls know. What a control says is
 * found in the text again by these very forms (text.ts), so that the program stays the only place where it is kept.
 */

export const SETS = [
  ["moons", "Two moons"],
  ["circles", "Circles"],
  ["blobs", "Two blobs"],
  ["blobs3", "Three blobs"],
  ["xor", "XOR"],
  ["spiral", "Spiral"],
  ["regression_line", "A line, f(x)"],
  ["regression_sine", "A sine, f(x)"],
  ["own", "Own data"],
] as const;
export type DataSet = (typeof SETS)[number][0];
/** What is learned: which of two classes, which of several, or a number. */
export type Task = "two" | "several" | "number";
export const ACTIVATIONS = ["relu", "tanh", "sigmoid", "linear"] as const;
export type Activation = (typeof ACTIVATIONS)[number];
export const LOSSES = [
  ["max-margin", "Max-margin"],
  ["squared", "Squared"],
  ["cross-entropy", "Cross-entropy"],
] as const;
export type Loss = (typeof LOSSES)[number][0];
export const METHODS = [
  ["sgd", "SGD"],
  ["momentum", "Momentum"],
  ["adam", "Adam"],
] as const;
export type Method = (typeof METHODS)[number][0];

/** The file that own data and points set by hand are in. */
export const POINTS = "points.csv";

/** Everything that the controls can say. */
export interface Settings {
  readonly set: DataSet;
  readonly points: number;
  readonly noise: number;
  readonly dataSeed: number;
  /** The share of the rows that is kept for testing. */
  readonly testShare: number;
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation: Activation;
  readonly seed: number;
  readonly loss: Loss;
  readonly task: Task;
  readonly l2: number;
  readonly method: Method;
  readonly rateFrom: number;
  readonly rateTo: number;
  /** Rows in a step; null for all. */
  readonly batch: number | null;
  readonly steps: number;
}

/** micrograd's demo. */
export const USUAL: Settings = {
  set: "moons",
  points: 100,
  noise: 0.1,
  dataSeed: 1337,
  testShare: 0,
  inputs: 2,
  hidden: [16, 16],
  outputs: 1,
  activation: "relu",
  seed: 1337,
  loss: "max-margin",
  task: "two",
  l2: 1e-4,
  method: "sgd",
  rateFrom: 1,
  rateTo: 0.1,
  batch: null,
  steps: 100,
};

export const taskOf = (set: DataSet): Task =>
  set === "blobs3" ? "several" : set.startsWith("regression") ? "number" : "two";

/** The line that makes X and y. */
export const DATA: Readonly<Record<DataSet, string>> = {
  moons: "X, y = moons(points, noise, data_seed)",
  circles: "X, y = circles(points, noise, data_seed)",
  blobs: "X, y = blobs(points, noise, data_seed)",
  blobs3: "X, y = blobs(points, noise, data_seed, 3)",
  xor: "X, y = xor(points, noise, data_seed)",
  spiral: "X, y = spiral(points, noise, data_seed)",
  regression_line: "X, y = regression_line(points, noise, data_seed)",
  regression_sine: "X, y = regression_sine(points, noise, data_seed)",
  own: `X, y = csv(open("${POINTS}").read())`,
};

/** The losses of the chosen rows. */
export const LOSS: Readonly<Record<Task, Readonly<Partial<Record<Loss, string>>>>> = {
  two: {
    "max-margin": "    losses = [(1 + -y[i] * score).relu() for i, score in zip(rows, scores)]",
    squared: "    losses = [(score - y[i]) ** 2 for i, score in zip(rows, scores)]",
    "cross-entropy": "    losses = [softplus(-y[i] * score) for i, score in zip(rows, scores)]",
  },
  several: {
    "max-margin":
      "    losses = [sum((1 + s - score[int(y[i])]).relu() for s in score) - 1 for i, score in zip(rows, scores)]",
    squared:
      "    losses = [sum((s - int(k == y[i])) ** 2 for k, s in enumerate(score)) for i, score in zip(rows, scores)]",
    "cross-entropy":
      "    losses = [log(sum(exp(s - score[int(y[i])]) for s in score)) for i, score in zip(rows, scores)]",
  },
  number: { squared: "    losses = [(score - y[i]) ** 2 for i, score in zip(rows, scores)]" },
};

/** Which scores are right. */
export const RIGHT: Readonly<Record<Task, string>> = {
  two: "def is_right(score, label):\n    return (score.data > 0) == (label > 0)",
  several:
    "def is_right(score, label):\n    return max(range(len(score)), key=lambda k: score[k].data) == label",
  number: "def error(score, label):\n    return (score.data - label) ** 2",
};

const ACCURACY = `    watch("accuracy", 100 * sum(is_right(score, y[i]) for i, score in zip(rows, scores)) / len(rows))
    if test:
        watch("test accuracy", 100 * sum(is_right(model(X[i]), y[i]) for i in test) / len(test))`;

/** What the curves beside the loss are made of. */
export const WATCHED: Readonly<Record<Task, string>> = {
  two: ACCURACY,
  several: ACCURACY,
  number: `    watch("error", sum(error(score, y[i]) for i, score in zip(rows, scores)) / len(rows))
    if test:
        watch("test error", sum(error(model(X[i]), y[i]) for i in test) / len(test))`,
};

/** What a step does with the grads. */
export const METHOD: Readonly<Record<Method, string>> = {
  sgd: `def update(rate, k):
    for p in parameters:
        p.data -= rate * p.grad`,
  momentum: `velocity = [0.0] * len(parameters)
def update(rate, k):
    for j, p in enumerate(parameters):
        velocity[j] = 0.9 * velocity[j] + p.grad
        p.data -= rate * velocity[j]`,
  adam: `mean = [0.0] * len(parameters)
square = [0.0] * len(parameters)
def update(rate, k):
    for j, p in enumerate(parameters):
        mean[j] = 0.9 * mean[j] + 0.1 * p.grad
        square[j] = 0.999 * square[j] + 0.001 * p.grad ** 2
        size = (square[j] / (1 - 0.999 ** (k + 1))) ** 0.5 + 1e-8
        p.data -= rate * mean[j] / (1 - 0.9 ** (k + 1)) / size`,
};

/** A number as Python reads it. */
export const number = (value: number): string => String(value);

const network = ({ inputs, hidden, outputs, activation }: Settings): string =>
  `model = MLP(${inputs}, [${[...hidden, outputs].join(", ")}], "${activation}", last="linear")`;

export const batch = (rows: number | null): string => (rows === null ? "len(train)" : number(rows));

/** The numbers of a data set that is made. */
const made = (of: Settings): string =>
  of.set === "own"
    ? ""
    : `points = ${number(of.points)}\nnoise = ${number(of.noise)}\ndata_seed = ${number(of.dataSeed)}\n`;

/** The whole program. */
export const print = (
  of: Settings,
): string => `# A network learns from data. Controls and text are one: change either.
import random
from backlens import MLP, watch

# Data: rows of inputs, one label each
${made(of)}${DATA[of.set]}
test_share = ${number(of.testShare)}
test = sorted(random.Random(1).sample(range(len(X)), round(test_share * len(X))))
train = sorted(set(range(len(X))) - set(test))
watch("inputs", X)
watch("labels", y)
watch("test rows", test)

# Network
seed = ${number(of.seed)}
random.seed(seed)
${network(of)}
parameters = model.parameters()

${RIGHT[of.task]}

# Optimiser
l2 = ${number(of.l2)}
rate_from = ${number(of.rateFrom)}
rate_to = ${number(of.rateTo)}
batch = ${batch(of.batch)}
steps = ${number(of.steps)}

${METHOD[of.method]}

for k in range(steps):
    rows = train if batch >= len(train) else random.sample(train, batch)
    scores = [model(X[i]) for i in rows]
${LOSS[of.task][of.loss] ?? LOSS.number.squared}
    loss = sum(losses) * (1.0 / len(losses)) + l2 * sum(p * p for p in parameters)
    model.zero_grad()
    loss.backward()
    rate = rate_from + (rate_to - rate_from) * k / steps
    watch("rate", rate)
${WATCHED[of.task]}
    update(rate, k)
`;
