/** The page of a question: its program as a session, what is tried on it, and whether that is done. */
import { computed, signal } from "@preact/signals";
import { fullName } from "../compute/naming";
import type { Page } from "../page";
import { assign } from "../session/assign";
import { check } from "../session/link";
import { provided } from "../session/provided";
import { createSession } from "../session/session";
import type { Action, Question } from "../wire/question";
import { isDone } from "./judge";

export function createWhy(page: Page, question: Question) {
  const session = createSession({ ...page, turns: true, focus: () => null });
  const { actions, descentRun, document, life, passes, playback, program, restoring } = session;
  const first = check({ ...question.shows, source: question.source });
  /** Once done it stays done, whatever is changed after that. */
  const done = signal(false);

  /** What the attempt calls for is shown as a control. */
  const has = (control: string): boolean =>
    question.attempt.do.some((each) => "press" in each && each.press === control);
  const sliders = question.attempt.do.flatMap((each) => ("set" in each ? Object.keys(each.set) : []));

  async function perform(action: Action): Promise<void> {
    if ("edit" in action) {
      program.setText({ source: program.source.peek().replace(...action.edit) });
      await actions.read();
    } else if ("set" in action) {
      for (const [name, value] of Object.entries(action.set)) await actions.move(name, value, true);
    } else if ("step" in action) await passes.stepTo(action.step);
    else if (action.press === "zero") assign(passes.zeroGrads, !passes.zeroGrads.peek());
    else {
      const run = action.press === "backward" ? () => passes.backward() : descentRun.descend;
      for (let time = 0; time < (action.times ?? 1); time += 1) await run();
    }
  }

  async function start(): Promise<void> {
    await restoring.restore(first);
    life.effect(() => {
      const [doc, step] = [document.doc.value, playback.done.value];
      const problem = document.problem.value?.message ?? null;
      const isCurrent = doc !== null && (problem !== null || program.isHere(doc));
      if (isCurrent && isDone(question.attempt.when, { doc, step, problem })) done.value = true;
    });
  }

  return {
    session,
    question,
    done,
    has,
    /** The leaves that the attempt moves. */
    leaves: computed(() => document.leaves.value.filter((leaf) => sliders.includes(fullName(leaf)))),
    start,
    /** Do what the attempt asks for. */
    showHow: async (): Promise<void> => {
      await restoring.restore(first);
      for (const action of question.attempt.do) await perform(action);
    },
    again: (): Promise<void> => restoring.restore(first),
  };
}

export type Why = ReturnType<typeof createWhy>;

export const [WhyProvider, useWhy] = provided<Why>("the page of a question");
