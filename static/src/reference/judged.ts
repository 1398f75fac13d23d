/** The statements about being right, and what this server's answers say of each. */
import { signal } from "@preact/signals";
import { conformance } from "../wire/calls";
import { exchange } from "../wire/exchange";
import type { Statement } from "../wire/types";
import { judge, type Verdict } from "./judge";

/** report: what is done with an error. */
export function createJudged(report: (error: unknown) => void) {
  const statements = signal<readonly Statement[]>([]);
  const verdicts = signal<Readonly<Record<string, Verdict>>>({});
  const never = new AbortController().signal;

  /** Put every statement to the test, one after the other. */
  async function judgeAll(): Promise<void> {
    verdicts.value = {};
    try {
      statements.value = await conformance(never);
      for (const statement of statements.value) {
        const verdict = await tried(statement, never);
        verdicts.value = { ...verdicts.value, [statement.name]: verdict };
      }
    } catch (error) {
      report(error);
    }
  }

  return { statements, verdicts, judgeAll };
}

async function tried(statement: Statement, never: AbortSignal): Promise<Verdict> {
  const wire = { method: "POST", path: statement.path, headers: {}, body: JSON.stringify(statement.body) };
  const text = async (): Promise<readonly [number, string]> => {
    const { status, bytes } = await exchange(wire, never);
    return [status, new TextDecoder().decode(bytes)];
  };
  const [status, first] = await text();
  const again = !statement.twice || (await text())[1] === first;
  let answer: unknown = null;
  try {
    answer = JSON.parse(first);
  } catch {
    // What is not JSON has nothing at any place, and the verdict says so.
  }
  return judge(statement, status, answer, again);
}
