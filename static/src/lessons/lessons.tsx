/** Lessons: the lecture as a path of states, each with a task. */
import type { JSX } from "preact";
import { Bar, PageLink } from "../components/bar";
import { useCarried } from "../components/carried";
import { Status } from "../components/status";
import { begin, show } from "../page";
import { SessionProvider } from "../session/context";
import type { Lesson } from "../wire/types";
import { Graph } from "./graph";
import { createLessons, LessonsProvider, useLessons } from "./state";
import { TaskBox } from "./task";

const address = (each: Lesson): string => `#${String(each.number).padStart(2, "0")}`;

function Path(): JSX.Element {
  const {
    choice: { all, number },
    solved,
  } = useLessons();
  const found = all.value.filter((each) => solved.value.has(each.name)).length;
  return (
    <nav class="ls-path" aria-label="Lessons">
      <p class="ls-progress">
        {found} of {all.value.length} solved
      </p>
      <ol>
        {all.value.map((each) => {
          const isSolved = solved.value.has(each.name);
          return (
            <li key={each.name}>
              <a href={address(each)} aria-current={each.number === number.value ? "step" : undefined}>
                <span class="ls-no">{each.number}</span>
                <span class="ls-name">{each.title}</span>
                {isSolved && <span class="ls-done">solved</span>}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Neighbours({ open }: { open: Lesson }): JSX.Element {
  const { all } = useLessons().choice;
  const at = (by: number): Lesson | undefined => all.value.find((each) => each.number === open.number + by);
  const [before, next] = [at(-1), at(1)];
  return (
    <nav class="ls-next" aria-label="Previous and next lesson">
      {before !== undefined && (
        <a class="btn" href={address(before)} rel="prev">
          Previous
        </a>
      )}
      {next !== undefined && (
        <a class="btn" href={address(next)} rel="next">
          Next: {next.title}
        </a>
      )}
    </nav>
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
      <details class="ls-program">
        <summary>The program</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        <pre tabIndex={0}>{open.source}</pre>
      </details>
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
      <main class="ls" id="main">
        <Path />
        <div class="ls-mid">
          <Status class="ls-says" text={session.document.problem.value?.detail ?? addressError.value} />
          {open === null ? (
            <h1 class="sr">Lessons</h1>
          ) : (
            <>
              <Text open={open} />
              <TaskBox open={open} />
              <div class="ls-foot">
                <Neighbours open={open} />
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
