/** The steps of a pass, with what the explorer says and offers beside them. */

import type { JSX } from "preact";
import { StepTimeline } from "../../components/step-timeline";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { useWaiting } from "../descent/course";
import { useExplorer } from "../state";
import { More } from "../timeline/more";
import { Welcome } from "../timeline/welcome";

/** Buttons for a page without its frame, and for hidden grads. */
function FrameButtons(): JSX.Element {
  const {
    hidden,
    screen: { isEmbedded, isPresenting },
  } = useSession();
  const { copyLink, openWhole } = useExplorer().links;
  return (
    <>
      {hidden.value !== null && (
        <button class="btn sm is-grad" type="button" onClick={() => assign(hidden, null)}>
          Show grads <kbd>R</kbd>
        </button>
      )}
      {isPresenting.value && !isEmbedded.value && (
        <>
          <button class="btn ghost sm" type="button" onClick={() => void copyLink()}>
            Copy link <kbd>K</kbd>
          </button>
          <button class="btn ghost sm" type="button" id="leave" onClick={() => assign(isPresenting, false)}>
            Leave <kbd>P</kbd>
          </button>
        </>
      )}
      {isEmbedded.value && (
        <button class="btn ghost sm" type="button" onClick={() => void openWhole()}>
          Open in Backlens
        </button>
      )}
    </>
  );
}

export function Timeline(): JSX.Element {
  return (
    <StepTimeline waiting={useWaiting()} buttons={<FrameButtons />} more={<More />} beside={<Welcome />} />
  );
}
