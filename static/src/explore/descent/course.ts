/** The curve of the descent as the panels show it: its steps, those ahead, and the one whose numbers are shown. */
import { called } from "../../compute/naming";
import { courseOf, spokenCourse } from "../../curves/course";
import type { Series } from "../../curves/series";
import { count } from "../../format";
import { useSession } from "../../session/context";

interface Course {
  /** What is descended on. */
  readonly name: string;
  readonly series: readonly Series[];
  readonly spoken: string;
  /** The step that is shown, and the newest. */
  readonly step: number;
  readonly last: number;
  /** The step that is shown where that is not the newest. */
  readonly shown: number | null;
  readonly show: (step: number) => void;
}

export function useCourse(): Course {
  const { preview, descent, descentRun, document, playback } = useSession();
  const shown = descent.shown.value;
  // A pass that has not come to the output yet does not show what the output is.
  const isHidden = playback.isOutputAhead.value;
  const taken = isHidden ? [] : descent.curve.value;
  const ahead = isHidden || shown !== null ? [] : preview.value;
  const doc = document.doc.value;
  const name = called(doc, doc?.output ?? null) || "output";
  return {
    name,
    series: [courseOf(name, taken, ahead)],
    spoken: spokenCourse(taken, ahead),
    step: descent.taken.value,
    last: Math.max(0, taken.length - 1),
    shown: isHidden ? null : shown,
    show: (step) => void descentRun.show(step),
  };
}

/** What is said of presses that come faster than answers; null where no more than one waits. */
export function useWaiting(): string | null {
  const { waiting } = useSession().changes.presses;
  return waiting > 1 ? `${count(waiting)} presses wait` : null;
}
