/** What is shown in place of Predict's drawing: an unreadable link, a program that fails, a drawing too large. */

import type { JSX } from "preact";
import { Message } from "../components/message";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { boot } from "../wire/boot";
import { advice, placeWords, withAdvice } from "../wire/problem";
import { usePractise } from "./state";

function StartButtons(): JSX.Element {
  const {
    isEditing,
    prediction: { load },
  } = usePractise();
  const [first] = boot.examples;
  return (
    <>
      {first !== undefined && (
        <button class="btn primary" type="button" onClick={() => void load(first, first.values)}>
          Load the lecture example
        </button>
      )}
      <button class="btn" type="button" onClick={() => assign(isEditing, true)}>
        Write a program
      </button>
    </>
  );
}

export function EmptyState(): JSX.Element | null {
  const {
    fallbackViews,
    document: { doc, isEmpty, problem },
    picture: { isLate, picture, redraw, refusal },
  } = useSession();
  const { addressError } = usePractise();
  const [refused, found] = [refusal.value, problem.value];
  if (refused !== null) {
    const more = advice(refused) ?? "You can answer the questions below without it.";
    return (
      <Message title="No drawing" text={`${refused.detail} ${more}`}>
        {fallbackViews.value.length === 0 ? (
          <button class="btn" type="button" onClick={redraw}>
            Try again
          </button>
        ) : (
          fallbackViews.value.map((view) => (
            <button key={view.text} class="btn" type="button" onClick={view.choose}>
              {view.text}
            </button>
          ))
        )}
      </Message>
    );
  }
  if (picture.value !== null) return null;
  if (found !== null && doc.value === null) {
    const { place } = found;
    const title = place === null ? "The program did not run" : placeWords(place);
    return (
      <Message title={title} text={withAdvice(found)}>
        <StartButtons />
      </Message>
    );
  }
  if (addressError.value !== null && doc.value === null) {
    return (
      <Message title="This link cannot be opened" text={addressError.value}>
        <StartButtons />
      </Message>
    );
  }
  if (isEmpty.value) {
    return (
      <Message title="Nothing to draw" text="Load an example, or write a program of your own.">
        <StartButtons />
      </Message>
    );
  }
  return isLate.value ? <Message title="Drawing" text="The question is ready below." /> : null;
}
