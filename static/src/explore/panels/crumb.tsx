/** Where in the program one is: the open calls around what is looked at, and stepping to their copies. */
import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { called } from "../../compute/naming";
import type { OpenFrame } from "../../drawing/boxes";
import { count, counted } from "../../format";
import { useSession } from "../../session/context";
import { limit } from "../../wire/boot";
import { size } from "../../wire/types";

/** "9 of 9", with what is before and after it. */
function Stepper({ of }: { of: OpenFrame }): JSX.Element {
  const { stepCopy } = useSession();
  const step = (by: 1 | -1): JSX.Element => {
    const at = of.copy + by;
    const isThere = at >= 0 && at < of.copies;
    const text = `${of.name} ${at + 1}`;
    return (
      <button
        type="button"
        disabled={!isThere}
        aria-label={isThere ? text : `No ${by > 0 ? "next" : "previous"} copy of ${of.name}`}
        title={by > 0 ? "Next copy (])" : "Previous copy ([)"}
        onClick={() => stepCopy(of, by)}
      >
        <Icon name={by > 0 ? "after" : "before"} />
      </button>
    );
  };
  return (
    <span class="stepper">
      {step(-1)}
      <span aria-live="polite">
        {of.copy + 1} of {of.copies}
      </span>
      {step(1)}
    </span>
  );
}

/** Only a part of the values is drawn: which, and the way back. */
function Around({ node, hops }: { node: string; hops: number }): JSX.Element {
  const { chooseDetail, document } = useSession();
  const shown = document.doc.value;
  const isPart = shown !== null && size(shown) > limit("drawn_nodes");
  return (
    <div class="crumb" role="status">
      <span>
        {isPart && "Too many for one picture. "}
        Showing {counted(hops, "step")} around <b class="m">{called(shown, node)}</b>.
      </span>
      <span class="sp" />
      <button class="btn sm" type="button" onClick={() => chooseDetail(isPart ? "program" : "values")}>
        {isPart ? "Show the program" : "Show all values"}
      </button>
    </div>
  );
}

export function Crumb(): JSX.Element | null {
  const { boxes, crumbs, playback, stage, view } = useSession();
  const all = boxes.value;
  const around = view.around.value;
  if (around !== null && all !== null) return <Around node={around.node} hops={around.hops} />;
  if (all === null || playback.byBox.order.value === null) return null;
  const path = crumbs.value;
  const goTo = (frame: OpenFrame | null): void => {
    view.current.value = frame?.path ?? null;
    const area = stage.area(frame?.id ?? null);
    if (frame === null) stage.fit();
    else if (area !== null) stage.centre(area.x + area.width / 2, area.y + area.height / 2);
  };
  return (
    <nav class="crumb" aria-label="Open calls">
      <ol>
        <li>
          <button
            type="button"
            aria-current={path.length === 0 ? "true" : undefined}
            onClick={() => goTo(null)}
          >
            program
          </button>
        </li>
        {path.map((frame, index) => (
          <li key={frame.path}>
            <button
              type="button"
              class="m"
              aria-current={index === path.length - 1 ? "true" : undefined}
              onClick={() => goTo(frame)}
            >
              {frame.name}
            </button>
            {frame.copies > 1 && <Stepper of={frame} />}
          </li>
        ))}
      </ol>
      <span class="boxes">{all.boxes.size === 1 ? "1 box" : `${count(all.boxes.size)} boxes`}</span>
    </nav>
  );
}
