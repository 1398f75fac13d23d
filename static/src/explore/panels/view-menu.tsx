/** How the graph is drawn, and taking it away: as one menu, which has all that a narrow toolbar has no room for. */
import type { JSX } from "preact";
import { useExportItems } from "../../components/export-menu";
import { Icon } from "../../components/icon";
import { Menu } from "../../components/menu";
import type { MenuGroup, MenuItem } from "../../components/menu-list";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { useExplorer } from "../state";
import { useDetails } from "./detail";

export function useShareItems(): readonly MenuItem[] {
  const { links } = useExplorer();
  return [
    { key: "link", text: "Copy link at this step", keys: "K", onChoose: () => void links.copyLink() },
    { key: "short", text: "Copy short link", onChoose: () => void links.copyShortLink() },
    { key: "embed", text: "Copy code to embed", onChoose: () => void links.copyEmbedding() },
  ];
}

/** What the page makes in place of the server. */
export function useOwnExports(): readonly MenuItem[] {
  const { savePage } = useExplorer();
  return [{ key: "page", text: "Page (HTML)", onChoose: () => void savePage.save() }];
}

/** The styles of a card; the first shows the key that changes between them. */
function useCards(): readonly MenuItem[] {
  const { look } = useSession().view;
  const choices = [
    ["merged", "Merged"],
    ["classic", "Classic"],
  ] as const;
  return choices.map(([value, text]) => ({
    key: value,
    text,
    kind: "choice",
    isOn: look.value === value,
    ...(value === "merged" ? { keys: "M" } : {}),
    onChoose: () => assign(look, value),
  }));
}

function useDirections(): readonly MenuItem[] {
  const { turned } = useSession().view;
  const choices = [
    [null, "Chosen to fit"],
    ["LR", "Left to right"],
    ["TB", "Top to bottom"],
  ] as const;
  return choices.map(([value, text]) => ({
    key: value ?? "fit",
    text,
    kind: "choice",
    isOn: turned.value === value,
    ...(value === null ? { keys: "L" } : {}),
    onChoose: () => assign(turned, value),
  }));
}

/** Export and Share are left out as long as the toolbar has the room for buttons of their own. */
function useOutward(): readonly MenuItem[] {
  const { screen, view } = useSession();
  const share = useShareItems();
  const present = (): void => assign(screen.isPresenting, true);
  const { hasMap } = view;
  return [
    {
      key: "map",
      text: "Map",
      kind: "switch",
      isOn: hasMap.value,
      onChoose: () => assign(hasMap, !hasMap.value),
    },
    {
      key: "export",
      text: "Export",
      icon: "save",
      class: "in-view export",
      items: useExportItems(useOwnExports()),
    },
    { key: "share", text: "Share", icon: "share", class: "in-view share", items: share },
    { key: "present", text: "Present", icon: "present", keys: "P", onChoose: present },
  ];
}

/** Both graphs are on a page of their own. */
function useComparisons(): readonly MenuItem[] {
  const { earlier } = useExplorer();
  return [
    ...earlier.choices().map(({ key, text, before }) => ({
      key,
      text,
      onChoose: () => void earlier.go(before),
    })),
    { key: "hold", text: "Keep this to compare with", onChoose: earlier.hold },
  ];
}

function useViewGroups(): readonly MenuGroup[] {
  const details = useDetails();
  const { isPhone } = useSession().screen;
  return [
    ...(isPhone.value ? [{ title: "Detail", items: details }] : []),
    { title: "Cards", items: useCards() },
    { title: "Direction", items: useDirections() },
    { title: "Compare", items: useComparisons() },
    { title: "", items: useOutward() },
  ];
}

export function ViewMenu(): JSX.Element {
  return (
    <Menu label="View" class="btn view" align="right" groups={useViewGroups()}>
      View
      <Icon name="down" />
    </Menu>
  );
}
