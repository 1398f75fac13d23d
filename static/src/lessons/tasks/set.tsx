/** One leaf to be set so that the graph gives what is asked. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { short } from "../../format";
import { assign } from "../../session/assign";
import { reached, type Verdict } from "../check";
import { useLessons } from "../state";
import { shownNumber, written } from "../written";
import { Check } from "./check";
import type { Kind } from "./kind";

const ODD: Verdict = { right: false, text: "Write a number, such as 0.5 or 2/3." };

/** A field for a leaf that reads 2/3 and 0,667 as well, and says what it has read. */
function Answer(props: {
  readonly name: string;
  readonly onSend: (value: number) => void;
  readonly onOdd: () => void;
}): JSX.Element {
  const { numberOf } = useLessons();
  const draft = useSignal<string | null>(null);
  const now = numberOf(props.name);
  const text = draft.value ?? shownNumber(now);
  const read = written(text);
  const send = (event: Event): void => {
    event.preventDefault();
    if (read === null) {
      props.onOdd();
      return;
    }
    draft.value = null;
    props.onSend(read);
  };
  return (
    <form class="ls-answer" onSubmit={send} noValidate>
      <label for="ls-leaf">{props.name} =</label>
      <input
        class="field num data"
        id="ls-leaf"
        type="text"
        inputMode="text"
        autoComplete="off"
        aria-describedby="ls-read ls-verdict"
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => assign(draft, event.currentTarget.value)}
      />
      <span class="ls-read" id="ls-read">
        {read !== null && text.includes("/") ? `= ${short(read, 4)}` : ""}
      </span>
      <Check />
    </form>
  );
}

export function SetOne({ task }: Kind<"set">): JSX.Element {
  const { check, set } = useLessons();
  const [leaf = ""] = task.leaves;
  return (
    <div class="ls-set">
      <Answer
        name={leaf}
        onOdd={() => void check(() => ODD)}
        onSend={(value) => void set(leaf, value).then(() => check((facts) => reached(task, facts)))}
      />
      <p class="ls-note">Fractions count: 1/3, 0.333 and .333 are all read as numbers.</p>
    </div>
  );
}
