/** A number to be worked out before it is seen. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { assign } from "../../session/assign";
import { predicted } from "../check";
import { useLessons } from "../state";
import { Check } from "./check";
import type { Kind } from "./kind";

export function Predict({ task }: Kind<"predict">): JSX.Element {
  const { check } = useLessons();
  const typed = useSignal("");
  const send = (event: Event): void => {
    event.preventDefault();
    const text = typed.value;
    void check((facts) => predicted(task, text, facts));
  };
  return (
    <form class="ls-answer" onSubmit={send} noValidate>
      <label for="ls-number">Your answer</label>
      <input
        class="field num"
        id="ls-number"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        aria-describedby="ls-verdict"
        value={typed.value}
        onInput={(event) => assign(typed, event.currentTarget.value)}
      />
      <Check />
    </form>
  );
}
