/** Functions to begin with. */
export interface Choice {
  readonly title: string;
  readonly source: string;
  readonly x?: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly leaf?: string;
}

/** Functions to begin with; the first is the lecture's. */
export const CHOICES: readonly Choice[] = [
  { title: "Lecture: 3x² − 4x + 5", source: "3*x**2 - 4*x + 5", x: 3 },
  { title: "A cubic", source: "x**3 - 3*x", x: 2 },
  { title: "A wave that dies out", source: "sin(3*x) * exp(-x/3)", x: 1 },
  { title: "Inside tanh", source: "tanh(2*x - 1)", x: 1 },
  { title: "A kink: |x|", source: "abs(x)", x: 0 },
  { title: "A pole: 1/x", source: "1/x", x: 1 },
  { title: "Half a line: log x", source: "log(x)", x: 1 },
  {
    title: "A jump by an if",
    source: "x = Value(1.0)\nif x.data > 0:\n    y = x*x\nelse:\n    y = x - 2\ny",
    x: 1,
  },
  {
    title: "A neuron over its bias",
    source: "n = x1*w1 + x2*w2 + b\no = n.tanh()",
    values: { x1: 2, x2: 0, w1: -3, w2: 1, b: 6.8813735870195432 },
    leaf: "b",
  },
];
