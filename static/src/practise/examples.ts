/** Programs in which the bugs show, each with the bug that it is there for. */
import type { Bug } from "../wire/types";

export interface LabExample {
  readonly title: string;
  readonly source: string;
  readonly bugs: readonly Bug[];
}

export const LAB_EXAMPLES: readonly LabExample[] = [
  {
    title: "f = (a × b) × (a + b)",
    source: `a = Value(-2.0, label='a')
b = Value(3.0, label='b')
d = a * b; d.label = 'd'
e = a + b; e.label = 'e'
f = d * e; f.label = 'f'
`,
    bugs: ["assign"],
  },
  {
    title: "b = a + a",
    source: `a = Value(3.0, label='a')
b = a + a; b.label = 'b'
`,
    bugs: ["assign"],
  },
  {
    title: "b = a + a, c = b + b",
    source: `a = Value(1.0, label='a')
b = a + a; b.label = 'b'
c = b + b; c.label = 'c'
`,
    bugs: ["assign"],
  },
  {
    title: "h used by y and by L",
    source: `x = Value(2.0, label='x')
w = Value(3.0, label='w')
h = x * w; h.label = 'h'
y = h + x; y.label = 'y'
L = h * y; L.label = 'L'
`,
    bugs: ["depth_first"],
  },
  {
    title: "A neuron, two passes",
    source: `x = Value(2.0, label='x')
w = Value(-0.5, label='w')
b = Value(1.5, label='b')
n = x*w + b; n.label = 'n'
o = n.tanh(); o.label = 'o'
`,
    bugs: ["no_zero_grad"],
  },
  {
    title: "backward twice over one graph",
    source: `a = Value(1.0, label='a')
b = a + a; b.label = 'b'
c = b + b; c.label = 'c'
`,
    bugs: ["zero_leaves_only"],
  },
  {
    title: "A chain: = does no harm",
    source: `x = Value(0.5, label='x')
u = x * 3; u.label = 'u'
v = u.tanh(); v.label = 'v'
y = v + 1; y.label = 'y'
`,
    bugs: ["assign"],
  },
];
