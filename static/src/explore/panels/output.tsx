/**
 * What the program printed, the value of its last line, and its notices. All of it is hidden until the forward pass
 * has reached its end, as are the values that it names.
 */

import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { Placeholder } from "../../components/placeholder";
import { Prose } from "../../components/prose";
import { useSession } from "../../session/context";
import type { Notice } from "../../wire/types";

const WARNINGS = /non-finite|cut|unused|limit/;

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
        {notice.line !== null && <b>Line {notice.line}. </b>}
        <Prose text={notice.message} />{" "}
        {node !== null && (
          <button class="link" type="button" onClick={show}>
            Show it
          </button>
        )}
      </span>
    </li>
  );
}

export function Output(): JSX.Element | null {
  const {
    document: { doc },
    playback: { isOutputAhead },
  } = useSession();
  const shown = doc.value;
  if (shown === null) return null;
  const { printed, result, notices } = shown;
  if (printed === "" && result === null && notices.length === 0) return null;
  return (
    <div class="panel output">
      <div class="ph">
        <h2>Output</h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section class="output-body" tabIndex={0} aria-label="Output of the program">
        <Placeholder isKnown={!isOutputAhead.value}>
          {printed !== "" && <pre>{printed}</pre>}
          {result !== null && <pre class="result">{result}</pre>}
          {notices.length > 0 && (
            <ul>
              {notices.map((notice, index) => (
                <NoticeLine key={`${index}${notice.code}`} notice={notice} />
              ))}
            </ul>
          )}
        </Placeholder>
      </section>
    </div>
  );
}
