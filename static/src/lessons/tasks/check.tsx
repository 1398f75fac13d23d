/** The button that judges an answer. */
import type { JSX } from "preact";
import { useLessons } from "../state";

/** The one black button until the task is solved. */
export function Check(props: { readonly onCheck?: () => void }): JSX.Element {
  const { isSolved } = useLessons();
  return (
    <button
      class={isSolved.value ? "btn" : "btn primary"}
      type={props.onCheck === undefined ? "submit" : "button"}
      onClick={props.onCheck}
    >
      Check
    </button>
  );
}
