/** What is shown in place of the drawing: nothing to draw, not yet, or too much. */

import type { JSX } from "preact";
import { withValues } from "../compute/torch-text";
import { count } from "../format";
import { useSession } from "../session/context";
import { boot } from "../wire/boot";
import { advice, complaint, placeWords } from "../wire/problem";
import { size } from "../wire/types";
import { ExamplesMenu } from "./examples-menu";
import { Message } from "./message";

/** What to do for a graph, for a program that made none. */
const HOW = {
  empty: {
    title: "Write a program",
    text: "For example `L = (a*b + c)*f`, with `a = Value(2.0)` above it.",
  },
  torch: {
    title: "PyTorch is not available here",
    text: "Write `Value(2.0)` in place of `torch.tensor(2.0)`. `backward()` and `grad` are the same.",
  },
  scalars: {
    title: "PyTorch is not available here",
    text: "Each tensor here is a single number, so a `Value` can take its place. `backward()` and `grad` are the same.",
  },
  none: {
    title: "This program made no Value",
    text: "For example `L = (a*b + c)*f`, with `a = Value(2.0)` above it.",
  },
};

const empty = (source: string) => (source.trim() === "" ? "empty" : "none");

function Empty(): JSX.Element {
  const {
    actions: { load, read },
    document: { doc },
    program: { files, setText, source },
  } = useSession();
  const first = boot.examples[0];
  const needsTorch = doc.value?.notices.some(({ message }) => message.includes("PyTorch")) === true;
  const rewritten = needsTorch ? withValues(source.value) : null;
  const how = HOW[rewritten !== null ? "scalars" : needsTorch ? "torch" : empty(source.value)];
  const rewrite = (): void => {
    if (rewritten === null) return;
    setText({ source: rewritten, files: files.peek() });
    void read();
  };
  return (
    <Message level="h3" title={how.title} text={how.text}>
      {rewritten !== null && (
        <button class="btn primary" type="button" onClick={rewrite}>
          Rewrite with Value
        </button>
      )}
      {first !== undefined && (
        <button class={rewritten === null ? "btn primary" : "btn"} type="button" onClick={() => load(first)}>
          Load the lecture example
        </button>
      )}
      <ExamplesMenu class="btn" align="middle" label="All examples">
        All examples
      </ExamplesMenu>
    </Message>
  );
}

function Loading(): JSX.Element {
  const { doc } = useSession().document;
  return (
    <div class="empty-state" role="status">
      <div class="skel" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
      <p>
        Drawing {count(doc.value === null ? 0 : size(doc.value))} values. The numbers are ready in the table.
      </p>
    </div>
  );
}

/** What is the matter, and what that means here: a view that is too large has lost nothing but its drawing. */
function Refused(): JSX.Element | null {
  const {
    fallbackViews,
    picture: { redraw, refusal },
    screen: { tab },
  } = useSession();
  const found = refusal.value;
  if (found === null) return null;
  const [title = "", ...rest] = found.detail.split(/(?<=\.) /);
  const isTooLarge = found.code === "picture-too-large";
  const more = isTooLarge ? "Everything is computed; only the drawing has to be smaller." : advice(found);
  return (
    <Message
      level="h3"
      title={isTooLarge ? title.replace(/\.$/, "") : title}
      text={[...rest, more ?? ""].join(" ").trim()}
    >
      {fallbackViews.value.map((view, index) => (
        <button
          key={view.text}
          class={index === 0 ? "btn primary" : "btn"}
          type="button"
          onClick={view.choose}
        >
          {view.text}
        </button>
      ))}
      {fallbackViews.value.length === 0 && (
        <button class="btn" type="button" onClick={redraw}>
          Try again
        </button>
      )}
      <button
        class="btn ghost"
        type="button"
        onClick={() => {
          tab.value = "values";
          document.querySelector<HTMLElement>(".values")?.focus();
        }}
      >
        Table
      </button>
    </Message>
  );
}

export function EmptyState(): JSX.Element | null {
  const {
    changes: { run },
    document: { doc, isEmpty, problem },
    picture: { isLate, picture, refusal },
  } = useSession();
  const found = problem.value;
  if (run.isRunning.value && picture.value === null) {
    return (
      <Message level="h3" title="Running">
        <button class="btn" type="button" onClick={run.stop}>
          Stop
        </button>
      </Message>
    );
  }
  if (refusal.value !== null) return <Refused />;
  if (picture.value !== null) return null;
  if (found !== null && (doc.value === null || isEmpty.value)) {
    const title = found.place === null ? "The program did not run" : placeWords(found.place);
    return <Message level="h3" title={title} text={complaint(found)} />;
  }
  if (isEmpty.value) return <Empty />;
  return isLate.value ? <Loading /> : null;
}
