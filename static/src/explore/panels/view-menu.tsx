/** How the graph is drawn, and copying, exporting and presenting it, as a menu: on a phone and in a narrow toolbar. */
import type { JSX } from "preact";
import { exportItems } from "../../components/export-menu";
import { Icon } from "../../components/icon";
import { Menu, type MenuItem } from "../../components/menu";
import { direction, look, turn } from "../../session/picture";
import { isPresenting } from "../../session/screen";
import { copyEmbedding, copyLink, copyShortLink } from "../copy-link";

export const shareItems = (): MenuItem[] => [
  { key: "link", text: "Copy link at this step", note: "K", onChoose: () => void copyLink() },
  { key: "short", text: "Copy short link", onChoose: () => void copyShortLink() },
  { key: "embed", text: "Copy code to embed", onChoose: () => void copyEmbedding() },
];

export const lookItems = (): MenuItem[] => [
  {
    key: "look",
    text: look.value === "merged" ? "Classic look" : "Merged look",
    onChoose: () => {
      look.value = look.value === "merged" ? "classic" : "merged";
    },
  },
  {
    key: "direction",
    text: direction.value === "LR" ? "Top to bottom" : "Left to right",
    onChoose: () => turn(direction.value === "LR" ? "TB" : "LR"),
  },
];

export const presentItem = (): MenuItem => ({
  key: "present",
  text: "Present",
  onChoose: () => {
    isPresenting.value = true;
  },
});

/** What a narrow toolbar has no room for. */
export function ViewMenu(): JSX.Element {
  const items = [...lookItems(), presentItem(), ...shareItems(), ...exportItems("Export ")];
  return (
    <Menu label="View" class="btn" align="right" items={items}>
      View
      <Icon name="down" />
    </Menu>
  );
}
