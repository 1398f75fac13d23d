/** Lessons: a path of programs, each with its graph or curve, an explanation and a task. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Bar, PageLink } from "../components/bar";
import { useCarried } from "../components/carried";
import { Icon } from "../components/icon";
import { QuestionLink } from "../components/question-link";
import { Status } from "../components/status";
import { begin, show } from "../page";
import { assign } from "../session/assign";
import { SessionProvider } from "../session/context";
import { rooted } from "../wire/boot";
import { relatedTo } from "../wire/related";
import type { Lesson } from "../wire/types";
import { Graph } from "./graph";
import { addressOf, withProgress } from "./progress";
import { createLessons, LessonsProvider, useLessons } from "./state";
import { TaskBox } from "./task";

function Row({ each }: { each: Lesson }): JSX.Element {
  const {
    choice: { number },
    solved,
  } = useLessons();
  const isSolved = solved.value.has(each.name);
  return (
    <li>
      <a href={addressOf(each.number)} aria-current={each.number === number.value ? "step" : undefined}>
        <span class="ls-no">{each.number}</span>
        <span class="ls-name">{each.title}</span>
        {isSolved && (
          <span class="ls-done">
            <Icon name="check" />
            <span class="sr">solved</span>
          </span>
        )}
      </a>
    </li>
  );
}

/** Progress in a link, for another browser. */
function Take(): JSX.Element {
  const {
    choice: { all, number },
    solved,
  } = useLessons();
  const isCopied = useSignal(false);
  const numbers = all.value.flatMap((each) => (solved.value.has(each.name) ? [each.number] : []));
  const link = `${location.origin}${location.pathname}${withProgress(number.value, numbers)}`;
  return (
    <p class="ls-take">
      <a
        href={link}
        onClick={(event) => {
          event.preventDefault();
          void navigator.clipboard?.writeText(link).then(() => assign(isCopied, true));
          history.replaceState(null, "", link);
        }}
      >
        Link with your progress
      </a>
      <span role="status">{isCopied.value ? " Copied." : ""}</span>
    </p>
  );
}

function Path(): JSX.Element {
  const {
    choice: { all, number },
    solved,
  } = useLessons();
  const list = useRef<HTMLElement>(null);
  const found = all.value.filter((each) => solved.value.has(each.name)).length;
  const parts = [...new Set(all.value.map((each) => each.part))];
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>("[aria-current]");
    here?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [number.value, all.value]);
  return (
    <nav class="ls-path" aria-label="Lessons" ref={list}>
      <p class="ls-progress">
        {found} of {all.value.length} solved
        <progress aria-hidden="true" max={all.value.length} value={found} />
      </p>
      <div class="ls-parts">
        {parts.map((part) => (
          <div key={part}>
            <h2>{part}</h2>
            <ol>
              {all.value.flatMap((each) => (each.part === part ? [<Row key={each.name} each={each} />] : []))}
            </ol>
          </div>
        ))}
      </div>
      {found > 0 && <Take />}
      <p class="ls-take">
        <a href={rooted("/class")}>For a class</a>
      </p>
    </nav>
  );
}

function Neighbours({ open }: { open: Lesson }): JSX.Element {
  const {
    choice: { all },
    isSolved,
  } = useLessons();
  const at = (by: number): Lesson | undefined => all.value.find((each) => each.number === open.number + by);
  const [before, next] = [at(-1), at(1)];
  return (
    <nav class="ls-next" aria-label="Previous and next lesson">
      {next !== undefined && (
        <a class={isSolved.value ? "btn primary" : "btn"} href={addressOf(next.number)} rel="next">
          Next: {next.title}
        </a>
      )}
      {before !== undefined && (
        <a class="btn" href={addressOf(before.number)} rel="prev">
          Previous
        </a>
      )}
    </nav>
  );
}

/** What comes after the last lesson. */
function End({ open }: { open: Lesson }): JSX.Element | null {
  const {
    choice: { all },
    isSolved,
    solved,
  } = useLessons();
  const left = all.value.filter((each) => !solved.value.has(each.name));
  const isLast = open.number === all.value.at(-1)?.number;
  if (!isSolved.value || (left.length > 0 && !isLast)) return null;
  return (
    <section class="ls-end" aria-label="What comes next">
      {left.length === 0 ? (
        <p>
          <b>You have finished all {all.value.length}.</b> Use what you know:
        </p>
      ) : (
        <p>
          <b>That was the last one.</b> Still open:{" "}
          {left.map((each, index) => (
            <span key={each.name}>
              {index > 0 && ", "}
              <a href={addressOf(each.number)}>{each.number}</a>
            </span>
          ))}
          .
        </p>
      )}
      <ul>
        <li>
          <a href={rooted("/")}>Explore</a> your own program as a graph.
        </li>
        <li>
          <a href={rooted("/practise")}>Practise</a> backward by hand, and break it on purpose.
        </li>
        <li>
          <a href={rooted("/train")}>Train</a> a network, or the small GPT, and watch it learn.
        </li>
      </ul>
    </section>
  );
}

function Text({ open }: { open: Lesson }): JSX.Element {
  const { all } = useLessons().choice;
  return (
    <article class="ls-text" data-lesson={open.name}>
      <p class="ls-step">
        Lesson {open.number} of {all.value.length}
      </p>
      <h1>{open.title}</h1>
      {/* The server renders it from its own files, raw HTML off. */}
      <div class="ls-prose" dangerouslySetInnerHTML={{ __html: open.html }} />
      {open.task.kind !== "write" && (
        <details class="ls-program" open={open.shows_program && open.curve === null}>
          <summary>The program</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
          <pre tabIndex={0}>{open.source}</pre>
        </details>
      )}
    </article>
  );
}

function Lessons(): JSX.Element {
  const {
    session,
    choice: { lesson, addressError },
    kept,
  } = useLessons();
  const open = lesson.value;
  const carried = useCarried(kept);
  return (
    <>
      <Bar here="/lessons" carried={carried} />
      <main class={open?.task.kind === "write" ? "ls is-wide" : "ls"} id="main">
        <Path />
        <div class="ls-mid">
          <Status class="ls-says" text={session.document.problem.value?.detail ?? addressError.value} />
          {open === null ? (
            <h1 class="sr">Lessons</h1>
          ) : (
            <>
              <Text open={open} />
              <TaskBox key={open.name} open={open} />
              <End open={open} />
              <div class="ls-foot">
                <Neighbours open={open} />
                <QuestionLink to={relatedTo("lesson", open.name)} />
                <PageLink class="btn" href="/" here="/lessons" carried={carried}>
                  Open in the explorer
                </PageLink>
              </div>
            </>
          )}
        </div>
        <Graph />
      </main>
    </>
  );
}

const lessons = createLessons(begin());
show(
  <SessionProvider value={lessons.session}>
    <LessonsProvider value={lessons}>
      <Lessons />
    </LessonsProvider>
  </SessionProvider>,
);
void lessons.start();
