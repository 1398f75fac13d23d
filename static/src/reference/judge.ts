/** Whether an answer is as a row of the conformance table says. The server's own judge has the same rules. */
import type { Statement } from "../wire/types";

type Expectation = Statement["expects"][number];

export interface Verdict {
  readonly holds: boolean;
  /** What was found where it was looked for, as text. */
  readonly found: string;
}

const ABSENT: unique symbol = Symbol("nothing is there");

/** The value at a JSON pointer (RFC 6901). */
function at(answer: unknown, pointer: string): unknown {
  let here = answer;
  for (const escaped of pointer.split("/").slice(1)) {
    const step = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return ABSENT;
    here = (here as Record<string, unknown>)[step];
  }
  return here;
}

const shown = (value: unknown): string => {
  if (value === ABSENT) return "nothing";
  if (Object.is(value, -0)) return "-0";
  return Array.isArray(value) ? `${value.length} elements` : JSON.stringify(value);
};

/** Numbers are compared to the last bit, -0 and 0 differ; everything else by its JSON. */
const same = (found: unknown, wanted: unknown): boolean =>
  Object.is(found, wanted) ||
  (typeof found === "object" && found !== null && JSON.stringify(found) === JSON.stringify(wanted));

function asExpected(found: unknown, expected: Expectation): boolean {
  if (expected.count !== undefined) return Array.isArray(found) && found.length === expected.count;
  if (expected.below !== undefined) return typeof found === "number" && found < expected.below;
  return same(found, expected.is);
}

export function judge(statement: Statement, status: number, answer: unknown, again: boolean): Verdict {
  if (status !== statement.status) return { holds: false, found: `status ${status}` };
  if (!again) return { holds: false, found: "another answer the second time" };
  const found = statement.expects.map((expected) => at(answer, expected.pointer));
  const wrong = statement.expects.findIndex((expected, index) => !asExpected(found[index], expected));
  const listed = wrong === -1 ? found : [found[wrong]];
  const places = wrong === -1 ? statement.expects : statement.expects.slice(wrong, wrong + 1);
  return {
    holds: wrong === -1,
    found: places.map(({ pointer }, index) => `${pointer} ${shown(listed[index])}`).join(", "),
  };
}
