/** A backward pass in steps of boxes: in each one box gets its grads from those that use it. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Boxes } from "../drawing/boxes";
import { dueOf, type Order, orderOf } from "../drawing/order";
import { isId, position } from "../wire/ids";
import { type GraphNode, size } from "../wire/types";
import type { DocumentState } from "./document";

/** What a step is: a box that gets its grads, or one use of the chain rule. */
export type Grain = "box" | "value";

interface Needs {
  readonly document: DocumentState;
  readonly boxes: ReadonlySignal<Boxes | null>;
}

/** Whether some box stands for several values. */
const isBoxed = (all: Boxes | null): all is Boxes =>
  all !== null && (all.frames.size > 0 || [...all.boxes.values()].some((box) => box.kind !== "value"));

/** The step at which the box that holds a node has its turn; 0 where it is not drawn. */
function stepOf(all: Boxes, order: Order, at: number): number {
  return order.ids.findIndex((id) => all.boxes.get(id)?.members.includes(at) === true) + 1;
}

export function createByBox({ document: { doc }, boxes }: Needs) {
  const grain = signal<Grain>("box");
  const order = computed<Order | null>(() => (isBoxed(boxes.value) ? orderOf(boxes.value) : null));
  const due = computed<Int32Array>(() => {
    const [all, now, shown] = [boxes.value, order.value, doc.value];
    return all === null || now === null || shown === null ? new Int32Array(0) : dueOf(all, now, size(shown));
  });
  return {
    grain,
    order,
    /** Whether the grad at a position is whole after so many steps; what is not drawn is whole at the end. */
    isDue: (at: number, done: number): boolean => {
      const step = due.value[at] ?? -1;
      return step < 0 ? done >= (order.value?.ids.length ?? 0) : step <= done;
    },
    /** The nodes after so many steps: grads that are not whole are not shown. */
    nodesAfter: (nodes: readonly GraphNode[], done: number): readonly GraphNode[] => {
      const last = order.value?.ids.length ?? 0;
      return nodes.map((node, at) => {
        const step = due.value[at] ?? -1;
        return (step < 0 ? last : step) <= done ? node : { ...node, grad: 0, grad_state: "none", passes: 0 };
      });
    },
    /** The step of a box, or of the box that holds a node. */
    stepOf: (id: string): number => {
      const [all, now] = [boxes.value, order.value];
      if (all === null || now === null) return 0;
      const direct = now.ids.indexOf(id) + 1;
      return direct > 0 || !isId(id) ? direct : stepOf(all, now, position(id));
    },
    /** After another drawing: the step at which what had its turn has it there. */
    moved: (before: Boxes, old: Order, done: number): number => {
      const [all, now] = [boxes.value, order.value];
      if (all === null || now === null || done === 0) return done;
      if (done >= old.ids.length) return now.ids.length;
      const last = before.boxes.get(old.ids[done - 1] ?? "")?.members.at(-1);
      return last === undefined ? 0 : stepOf(all, now, last);
    },
  };
}

export type ByBox = ReturnType<typeof createByBox>;
