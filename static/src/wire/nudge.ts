/** A nudge as the API answers it, with its non-finite numbers turned back into numbers. Shapes only. */
import { type Frame, number } from "../document";

export type Method = "forward" | "central";

/** The difference quotient for one h and its errors against the grad. */
export interface Quotient {
  readonly h: number;
  readonly difference: number;
  readonly absError: number;
  readonly relError: number;
}

export interface Bent {
  readonly node: string;
  readonly op: string;
  /** At the node's data, or between there and where it is moved. */
  readonly where: "point" | "interval";
}

export interface Nudge extends Quotient {
  readonly node: string;
  readonly x: number;
  readonly method: Method;
  readonly grad: number;
  readonly kink: boolean;
  readonly kinks: readonly Bent[];
  readonly slopes: { readonly left: number; readonly right: number };
  /** The output at x, at x + h and, for a central difference, at x − h. */
  readonly before: number;
  readonly above: number;
  readonly below: number | null;
  readonly changed: readonly string[];
  readonly frame: Frame & { readonly structure: string | null };
  /** For h from 1 down to 1e-14; empty where it was not asked for. */
  readonly curve: readonly Quotient[];
}

interface Raw {
  readonly h?: unknown;
  readonly difference?: unknown;
  readonly abs_error?: unknown;
  readonly rel_error?: unknown;
  readonly x?: unknown;
  readonly grad?: unknown;
  readonly before?: unknown;
  readonly above?: unknown;
  readonly below?: unknown;
  readonly slopes?: { readonly left?: unknown; readonly right?: unknown };
  readonly frame?: { readonly structure?: unknown; readonly data?: unknown; readonly grad?: unknown };
  readonly curve?: unknown;
}

const numbers = (raw: unknown): number[] => (Array.isArray(raw) ? raw.map(number) : []);

const quotient = (raw: Raw): Quotient => ({
  h: number(raw.h),
  difference: number(raw.difference),
  absError: number(raw.abs_error),
  relError: number(raw.rel_error),
});

export function readNudge(raw: unknown): Nudge {
  const body = raw as Raw;
  const { structure, data, grad } = body.frame ?? {};
  return {
    ...(body as unknown as Nudge),
    ...quotient(body),
    x: number(body.x),
    grad: number(body.grad),
    slopes: { left: number(body.slopes?.left), right: number(body.slopes?.right) },
    before: number(body.before),
    above: number(body.above),
    below: body.below === null ? null : number(body.below),
    frame: {
      structure: typeof structure === "string" ? structure : null,
      data: numbers(data),
      grad: numbers(grad),
    },
    curve: Array.isArray(body.curve) ? (body.curve as Raw[]).map(quotient) : [],
  };
}
