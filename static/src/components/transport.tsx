import type { JSX } from "preact";
import { name } from "../compute/naming";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { SPEEDS } from "../session/playback";
import { Icon, type IconName } from "./icon";
import { IconButton } from "./icon-button";
import { Segments } from "./segments";

export function Transport(): JSX.Element {
  const {
    passes: { playOrPause, stepTo, stepBy },
    playback: { isPlaying },
  } = useSession();
  const buttons: readonly [IconName, string, string, () => void][] = [
    ["first", "First step", "First step (Home)", () => void stepTo(1)],
    ["back", "Step back", "Step back (←)", () => void stepBy(-1)],
    [
      isPlaying.value ? "pause" : "play",
      isPlaying.value ? "Pause" : "Play",
      "Play or pause (Space)",
      () => void playOrPause(),
    ],
    ["step", "Step", "Step (→)", () => void stepBy(1)],
    ["last", "Last step", "Last step (End)", () => void stepTo(Number.POSITIVE_INFINITY)],
  ];
  return (
    <>
      {buttons.map(([icon, label, title, run]) => (
        <IconButton
          key={label}
          class={icon === "play" || icon === "pause" ? "btn icon" : "btn ghost icon"}
          icon={icon}
          label={label}
          title={title}
          onClick={run}
        />
      ))}
    </>
  );
}

/** How fast it plays, and where the selected value has its turn. */
export function Pace(): JSX.Element {
  const {
    passes: { stepToNode },
    playback: { speed },
    selection: { isChosen, selected },
  } = useSession();
  const node = isChosen.value ? selected.value : null;
  return (
    <>
      {node !== null && node.op !== "constant" && (
        <button
          class="btn ghost sm jump"
          type="button"
          title="Next step of the selected value (J); Shift J goes back"
          onClick={() => void stepToNode(node.id)}
        >
          Steps of {name(node)}
        </button>
      )}
      <span class="select sm">
        <select
          class="speed"
          aria-label="Speed"
          title="Speed (< >)"
          value={String(speed.value)}
          onChange={(event) => assign(speed, Number(event.currentTarget.value))}
        >
          {SPEEDS.map((factor) => (
            <option key={factor} value={String(factor)}>
              {factor}×
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </>
  );
}

/** Whether a step of backward is a box or a value, where both can be gone through. */
export function GrainChoice(): JSX.Element | null {
  const {
    document: { doc },
    passes: { choose },
    playback: { byBox, pass },
  } = useSession();
  if (byBox.order.value === null || pass.value === "forward" || doc.value === null) return null;
  return (
    <Segments
      name="grain"
      label="What a step is"
      small
      value={byBox.grain.value}
      choices={[
        { value: "box", label: "By box", face: "By box" },
        { value: "value", label: "By value", face: "By value" },
      ]}
      onValue={(grain) => void choose(grain)}
    />
  );
}

export function PassChoice(): JSX.Element {
  const { pass, choose } = useSession().playback;
  return (
    <Segments
      name="pass"
      label="Pass to go through"
      small
      value={pass.value}
      choices={[
        { value: "forward", label: "Steps of forward", face: "Forward" },
        { value: "backward", label: "Steps of backward", face: "Backward" },
      ]}
      onValue={choose}
    />
  );
}
