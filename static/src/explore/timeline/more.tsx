/** What a timeline of one row has no room for: the other verbs, the ends of the pass, which pass, how fast. */
import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { Menu } from "../../components/menu";
import type { MenuGroup } from "../../components/menu-list";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { SPEEDS } from "../../session/playback";

const PASSES = [
  ["forward", "Steps of forward"],
  ["backward", "Steps of backward"],
] as const;

function useGroups(): readonly MenuGroup[] {
  const {
    descentRun: { descend },
    passes: { backward, forward, stepBy, stepTo },
    playback: { choose, pass, speed },
    screen: { courseOpen },
  } = useSession();
  return [
    {
      title: "",
      items: [
        { key: "forward", text: "Forward", keys: "F", onChoose: () => void forward() },
        { key: "backward", text: "Backward", keys: "B", onChoose: () => void backward() },
        { key: "descend", text: "Step descent", keys: "D", onChoose: () => void descend() },
        {
          key: "course",
          text: "Descent curve",
          keys: "C",
          onChoose: () => assign(courseOpen, !courseOpen.value),
        },
      ],
    },
    {
      title: "Go to",
      items: [
        { key: "first", text: "First step", onChoose: () => void stepTo(1) },
        { key: "back", text: "Step back", keys: "←", onChoose: () => void stepBy(-1) },
        { key: "last", text: "Last step", onChoose: () => void stepTo(Number.POSITIVE_INFINITY) },
      ],
    },
    {
      title: "Pass",
      items: PASSES.map(([value, text]) => ({
        key: `pass ${value}`,
        text,
        kind: "choice",
        isOn: pass.value === value,
        onChoose: () => choose(value),
      })),
    },
    {
      title: "Speed",
      items: SPEEDS.map((factor) => ({
        key: `speed ${factor}`,
        text: `${factor}×`,
        kind: "choice",
        isOn: speed.value === factor,
        onChoose: () => assign(speed, factor),
      })),
    },
  ];
}

export function More(): JSX.Element {
  return (
    <span class="only-short">
      <Menu label="More" class="btn icon" align="right" groups={useGroups()}>
        <Icon name="more" />
      </Menu>
    </span>
  );
}
