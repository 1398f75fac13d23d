/** The paths from a node to the output as the API answers them, non-finite numbers turned back. Shapes only. */
import { number } from "../document";

export interface Path {
  /** From the node to the output; node k is argument `slots[k]` of node k + 1. */
  readonly nodes: readonly string[];
  readonly slots: readonly number[];
  readonly partials: readonly number[];
  readonly product: number;
}

export interface Paths {
  readonly node: string;
  readonly output: string;
  readonly grad: number;
  /** How many there are; a bigint where no double holds the number, null where it has no end of digits. */
  readonly count: number | bigint | null;
  readonly paths: readonly Path[];
  readonly complete: boolean;
  readonly sum: number;
}

interface Raw {
  readonly count?: unknown;
  readonly grad?: unknown;
  readonly sum?: unknown;
  readonly paths?: unknown;
  readonly partials?: unknown;
  readonly product?: unknown;
}

function readCount(raw: unknown): Paths["count"] {
  if (typeof raw === "number") return raw;
  return typeof raw === "string" && /^\d+$/.test(raw) ? BigInt(raw) : null;
}

export function readPaths(raw: unknown): Paths {
  const body = raw as Raw;
  const paths = Array.isArray(body.paths) ? (body.paths as Raw[]) : [];
  return {
    ...(body as unknown as Paths),
    count: readCount(body.count),
    grad: number(body.grad),
    sum: number(body.sum),
    paths: paths.map((path) => ({
      ...(path as unknown as Path),
      partials: Array.isArray(path.partials) ? path.partials.map(number) : [],
      product: number(path.product),
    })),
  };
}
