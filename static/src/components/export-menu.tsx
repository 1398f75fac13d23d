/** What the graph can be taken away as: the forms that the server offers, drawings first. */
import type { JSX } from "preact";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { boot } from "../wire/boot";
import type { Format } from "../wire/types";
import { Icon } from "./icon";
import { Menu } from "./menu";
import type { MenuItem } from "./menu-list";

const BACKGROUNDS = [
  ["paper", "Background as here"],
  ["white", "White background"],
  ["none", "No background"],
] as const;

/** One entry a form. The view's own DOT is for tools that ask; a reader wants the graph's. */
function forms(save: (form: Format) => void): MenuItem[] {
  return boot.formats
    .filter((form) => !(form.name === "dot" && form.call.endsWith("/render")))
    .map((form) => ({
      key: `${form.call} ${form.name}`,
      text: form.title,
      onChoose: () => save(form),
    }));
}

/** The forms, those of the page itself, and the background that a drawing among them gets. */
export function useExportItems(own: readonly MenuItem[]): readonly MenuItem[] {
  const { background, save } = useSession().saving;
  const grounds = BACKGROUNDS.map(
    ([value, text]): MenuItem => ({
      key: value,
      text,
      kind: "choice",
      isOn: background.value === value,
      onChoose: () => assign(background, value),
    }),
  );
  return [...forms(save), ...own, ...grounds];
}

export function ExportMenu({ own }: { own: readonly MenuItem[] }): JSX.Element {
  return (
    <Menu label="Export" class="btn" align="right" items={useExportItems(own)}>
      <Icon name="save" />
      Export
    </Menu>
  );
}
