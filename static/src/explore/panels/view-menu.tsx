/** How the graph is drawn, and copying, exporting and presenting it, as a menu: on a phone and in a narrow toolbar. */
import type { JSX } from "preact";
import { exportItems } from "../../components/export-menu";
import { Icon } from "../../components/icon";
import { Menu, type MenuItem } from "../../components/menu";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { useExplorer } from "../state";

interface ViewItems {
  readonly share: readonly MenuItem[];
  readonly looks: readonly MenuItem[];
  readonly present: MenuItem;
}

export function useViewItems(): ViewItems {
  const { links } = useExplorer();
  const { screen, view } = useSession();
  return {
    share: [
      { key: "link", text: "Copy link at this step", note: "K", onChoose: () => void links.copyLink() },
      { key: "short", text: "Copy short link", onChoose: () => void links.copyShortLink() },
      { key: "embed", text: "Copy code to embed", onChoose: () => void links.copyEmbedding() },
    ],
    looks: [
      {
        key: "look",
        text: view.look.value === "merged" ? "Classic look" : "Merged look",
        onChoose: view.switchLook,
      },
      {
        key: "direction",
        text: view.direction.value === "LR" ? "Top to bottom" : "Left to right",
        onChoose: view.turnRound,
      },
    ],
    present: {
      key: "present",
      text: "Present",
      onChoose: () => assign(screen.isPresenting, true),
    },
  };
}

/** What a narrow toolbar has no room for. */
export function ViewMenu(): JSX.Element {
  const { save } = useSession();
  const { looks, present, share } = useViewItems();
  return (
    <Menu
      label="View"
      class="btn"
      align="right"
      items={[...looks, present, ...share, ...exportItems(save, "Export ")]}
    >
      View
      <Icon name="down" />
    </Menu>
  );
}
