/**
 * The nodes of a graph that is too large to be sent whole, as far as they were asked for. Code that reads one from here
 * in an effect or a component is run again when it comes.
 */
import { signal } from "@preact/signals";
import { position } from "./ids";
import type { GraphNode, Known } from "./types";

export class KnownNodes implements Known {
  readonly #nodes = new Map<number, GraphNode>();
  /** Those that came from numbers before these: names and rules hold, numbers do not. */
  readonly #older = new Map<number, GraphNode>();
  readonly #changes = signal(0);

  get(at: number): GraphNode | null {
    this.#changes.value;
    return this.#nodes.get(at) ?? this.#older.get(at) ?? null;
  }

  /** Whether a node is here with these numbers, and with its uses if they are wanted. */
  has(at: number, uses = false): boolean {
    const node = this.#nodes.get(at);
    return node !== undefined && (!uses || node.used_by !== undefined);
  }

  /** Take in what was answered. */
  add(nodes: readonly GraphNode[]): void {
    for (const node of nodes) {
      const at = position(node.id);
      // A row of the table does not take away the uses that the inspector has asked for.
      const uses = this.#nodes.get(at)?.used_by;
      this.#nodes.set(at, uses === undefined ? node : { used_by: uses, ...node });
    }
    if (nodes.length > 0) this.#changes.value += 1;
  }

  all(): Iterable<readonly [number, GraphNode]> {
    return new Map([...this.#older, ...this.#nodes]);
  }

  /** Begin with the nodes of the same graph with other numbers: their local derivatives are not known yet. */
  follow(before: Known): void {
    const blank = (node: GraphNode): GraphNode => ({
      ...node,
      inputs: node.inputs.map((input) => ({ ...input, partial: null })),
      ...(node.used_by === undefined
        ? {}
        : { used_by: node.used_by.map((use) => ({ ...use, partial: null })) }),
    });
    for (const [at, node] of before.all()) this.#older.set(at, blank(node));
  }
}
