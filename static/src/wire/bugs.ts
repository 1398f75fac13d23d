/** The answer of the bug lab as the API sends it, with its non-finite numbers turned back into numbers. */
import { type Frame, number, type Step } from "../document";

export type Bug = "assign" | "depth_first" | "no_zero_grad" | "zero_leaves_only";

export interface BrokenStep extends Step {
  readonly pass: number;
}

export interface Wrong {
  readonly node: string;
  readonly name: string;
  readonly got: number;
  readonly should_be: number;
  /** The step at which this node parts from the right pass. */
  readonly step: number;
}

export interface BugAnswer {
  readonly structure: string;
  readonly bugs: readonly Bug[];
  readonly passes: number;
  readonly compared: number;
  readonly wrong: readonly Wrong[];
  readonly alone: Readonly<Partial<Record<Bug, number>>>;
  readonly frame: Frame;
  readonly right: Frame;
  readonly trace: readonly BrokenStep[];
}

interface Raw {
  readonly got: unknown;
  readonly should_be: unknown;
  readonly upstream: unknown;
  readonly partial: unknown;
  readonly contribution: unknown;
  readonly before: unknown;
  readonly after: unknown;
}
const rows = (raw: unknown): Raw[] => raw as Raw[];
const maybe = (raw: unknown): number | null => (raw === null ? null : number(raw));

function readFrame(raw: unknown): Frame {
  const { data, grad } = raw as { data: unknown[]; grad: unknown[] };
  return { data: data.map(number), grad: grad.map(number) };
}

export function readBugs(raw: unknown): BugAnswer {
  const body = raw as BugAnswer & { trace: unknown; wrong: unknown; frame: unknown; right: unknown };
  return {
    ...body,
    frame: readFrame(body.frame),
    right: readFrame(body.right),
    wrong: rows(body.wrong).map((each) => ({
      ...(each as unknown as Wrong),
      got: number(each.got),
      should_be: number(each.should_be),
    })),
    trace: rows(body.trace).map((each) => ({
      ...(each as unknown as BrokenStep),
      upstream: maybe(each.upstream),
      partial: maybe(each.partial),
      contribution: number(each.contribution),
      before: number(each.before),
      after: number(each.after),
    })),
  };
}
