/**
 * What the program printed and drew, the value of its last line, and its notices. All of it is hidden until the forward pass
 * has reached its end, as are the values that it names.
 */

import type { JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Figures } from "../../components/figures";
import { FoldableHead } from "../../components/foldable";
import { Icon } from "../../components/icon";
import { Placeholder } from "../../components/placeholder";
import { Prose } from "../../components/prose";
import { QuestionLink } from "../../components/question-link";
import { short } from "../../format";
import { useSession } from "../../session/context";
import { lineWords } from "../../wire/problem";
import { relatedTo } from "../../wire/related";
import type { Notice } from "../../wire/types";

const WARNINGS = /non-finite|cut|unused|limit/;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function NoticeLine({ notice }: { notice: Notice }): JSX.Element {
  const {
    stage,
    selection: { select },
  } = useSession();
  const { node } = notice;
  const show = (): void => {
    select(node);
    if (node !== null) stage.reveal(node);
  };
  return (
    <li>
      <Icon name={WARNINGS.test(notice.code) ? "warn" : "note"} />
      <span>
        {notice.line !== null && <b>{capital(lineWords(notice.line, notice.file))}. </b>}
        <Prose text={notice.message} />{" "}
        {node !== null && (
          <button class="link" type="button" onClick={show}>
            Show it
          </button>
        )}{" "}
        <QuestionLink to={relatedTo("notice", notice.code)} />
      </span>
    </li>
  );
}

/** What there is to read: of the run in progress, of the one that failed, else of the graph that is shown. */
function useText(): { readonly printed: string; readonly isLive: boolean; readonly isOwn: boolean } {
  const {
    changes: { run },
    document: { doc, problem },
  } = useSession();
  const live = run.live.value;
  if (live !== null) return { printed: live.printed, isLive: true, isOwn: false };
  const failed = problem.value?.printed ?? "";
  if (failed !== "") return { printed: failed, isLive: false, isOwn: false };
  return { printed: doc.value?.printed ?? "", isLive: false, isOwn: true };
}

/** The end of what is printed stays in sight as long as it is; who has scrolled up reads on undisturbed. */
function useEndInSight(text: string): RefObject<HTMLElement | null> {
  const box = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = (): void => {
      isAtEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - 4;
    };
    element.addEventListener("scroll", look);
    return () => element.removeEventListener("scroll", look);
  });
  useLayoutEffect(() => {
    if (text !== "" && isAtEnd.current && box.current !== null)
      box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  return box;
}

function Stopped(): JSX.Element | null {
  const { stoppedAfter } = useSession().changes.run;
  if (stoppedAfter.value === null) return null;
  return <p role="status">Stopped after {short(Number(stoppedAfter.value.toFixed(1)))} s.</p>;
}

function Notices({ notices }: { notices: readonly Notice[] }): JSX.Element | null {
  if (notices.length === 0) return null;
  return (
    <ul>
      {notices.map((notice, index) => (
        <NoticeLine key={`${index}${notice.code}`} notice={notice} />
      ))}
    </ul>
  );
}

/** What a closed output still says. */
const lastLine = (text: string): string | undefined => text.trim().split("\n").at(-1);

export function Output(): JSX.Element | null {
  const {
    changes: { run },
    document: { doc },
    playback: { isOutputAhead },
    screen: { outputOpen },
  } = useSession();
  const { printed, isLive, isOwn } = useText();
  const box = useEndInSight(isLive ? printed : "");
  const figures = run.figures.value;
  const [result, notices] = isOwn ? [doc.value?.result ?? null, doc.value?.notices ?? []] : [null, []];
  const isStopped = run.stoppedAfter.value !== null;
  if (printed === "" && result === null && notices.length === 0 && figures.length === 0 && !isStopped)
    return null;
  return (
    <div
      class={`panel output ${figures.length > 0 ? "has-figures" : ""} ${outputOpen.value ? "" : "is-closed"}`}
    >
      <FoldableHead title="Output" isOpen={outputOpen} note={lastLine(result ?? printed)} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section class="output-body" tabIndex={0} aria-label="Output of the program" ref={box}>
        <Placeholder isKnown={isLive || !isOutputAhead.value}>
          {printed !== "" && <pre>{printed}</pre>}
          <Stopped />
          <Figures figures={figures} />
          {result !== null && <pre class="result">{result}</pre>}
          <Notices notices={notices} />
        </Placeholder>
      </section>
    </div>
  );
}
