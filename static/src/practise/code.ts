/** The one line that a bug changes, as micrograd writes it. Pure. */
import type { Bug } from "../wire/types";

export interface Change {
  readonly place: string;
  readonly right: readonly [before: string, changed: string, after: string];
  readonly wrong: readonly [before: string, changed: string, after: string];
}

/** What a micrograd op adds to the grad of its first argument, and the method that holds it. */
const ADDS: Readonly<Record<string, readonly [method: string, share: string]>> = {
  add: ["__add__", "out.grad"],
  mul: ["__mul__", "other.data * out.grad"],
  sub: ["__sub__", "out.grad"],
  div: ["__truediv__", "1 / other.data * out.grad"],
  pow: ["__pow__", "other * self.data**(other - 1) * out.grad"],
  neg: ["__neg__", "-out.grad"],
  tanh: ["tanh", "(1 - out.data**2) * out.grad"],
  exp: ["exp", "out.data * out.grad"],
  log: ["log", "1 / self.data * out.grad"],
  relu: ["relu", "(out.data > 0) * out.grad"],
};

/** `op` is the op at whose use the first value goes wrong, where it is known. */
export function change(bug: Bug, op: string | null): Change {
  const [method, share] = ADDS[op ?? "mul"] ?? [op ?? "", "local_derivative * out.grad"];
  switch (bug) {
    case "assign":
      return {
        place: `Value.${method}, inside _backward`,
        right: ["self.grad ", "+=", ` ${share}`],
        wrong: ["self.grad ", "=", ` ${share}`],
      };
    case "depth_first":
      return {
        place: "Value.backward, the order of the nodes",
        right: ["for node in ", "reversed(topological(self))", ":"],
        wrong: ["for node in ", "depth_first(self)", ":"],
      };
    case "no_zero_grad":
      return {
        place: "The training loop, before backward",
        right: ["for p in n.parameters(): ", "p.grad = 0.0", ""],
        wrong: ["for p in n.parameters(): ", "pass", ""],
      };
    case "zero_leaves_only":
      return {
        place: "zero_grad, between two passes over one graph",
        right: ["for v in ", "topological(loss)", ": v.grad = 0.0"],
        wrong: ["for v in ", "n.parameters()", ": v.grad = 0.0"],
      };
  }
}
