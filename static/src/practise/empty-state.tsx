/** What stands where Predict's drawing would be: an unreadable link, a program that fails, a drawing too large. */
import type { JSX } from "preact";
import { Prose } from "../components/prose";
import { boot } from "../session/boot";
import { doc, isEmpty, problem } from "../session/document";
import { isLate, picture, redraw, refusal } from "../session/picture";
import { offers } from "../session/views";
import { linkTrouble } from "./links";
import { load } from "./prediction";
import { openEditor } from "./program";

function Message({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children?: JSX.Element | JSX.Element[];
}) {
  return (
    <div class="instead" role="status">
      <h2>{title}</h2>
      <p>
        <Prose text={text} />
      </p>
      <div class="row">{children}</div>
    </div>
  );
}

function Ways(): JSX.Element {
  const [first] = boot.value.examples;
  return (
    <>
      {first !== undefined && (
        <button class="btn primary" type="button" onClick={() => void load(first.source, first.values)}>
          Load the lecture example
        </button>
      )}
      <button class="btn" type="button" onClick={openEditor}>
        Write a program
      </button>
    </>
  );
}

export function Instead(): JSX.Element | null {
  const [refused, found] = [refusal.value, problem.value];
  if (refused !== null) {
    const more = refused.hint ?? "The questions below go on without it.";
    return (
      <Message title="No drawing" text={`${refused.detail} ${more}`}>
        {offers.value.length === 0 ? (
          <button class="btn" type="button" onClick={redraw}>
            Try again
          </button>
        ) : (
          offers.value.map((offer) => (
            <button key={offer.text} class="btn" type="button" onClick={offer.choose}>
              {offer.text}
            </button>
          ))
        )}
      </Message>
    );
  }
  if (picture.value !== null) return null;
  if (found !== null && doc.value === null) {
    const { place } = found;
    const title = place === null ? "The program did not run" : `Line ${place.line}, column ${place.column}`;
    return (
      <Message title={title} text={`${found.detail} ${found.hint ?? ""}`.trim()}>
        <Ways />
      </Message>
    );
  }
  if (linkTrouble.value !== null && doc.value === null) {
    return (
      <Message title="This link cannot be opened" text={linkTrouble.value}>
        <Ways />
      </Message>
    );
  }
  if (isEmpty.value) {
    return (
      <Message title="Type an expression" text="The program made no Value, so there is no grad to predict.">
        <Ways />
      </Message>
    );
  }
  return isLate.value ? <Message title="Drawing" text="The question is ready below." /> : null;
}
