/** What the graph can be taken away as: the forms that the server offers, drawings first. */
import type { JSX } from "preact";
import { useSession } from "../session/context";
import { boot } from "../wire/boot";
import type { Format } from "../wire/types";
import { Icon } from "./icon";
import { Menu } from "./menu";
import type { MenuItem } from "./menu-list";

/** One entry a form. The view's own DOT is for tools that ask; a reader wants the graph's. */
export function exportItems(save: (form: Format) => void): MenuItem[] {
  return boot.formats
    .filter((form) => !(form.name === "dot" && form.call.endsWith("/render")))
    .map((form) => ({
      key: `${form.call} ${form.name}`,
      text: form.title,
      onChoose: () => save(form),
    }));
}

export function ExportMenu(): JSX.Element {
  const { save } = useSession();
  return (
    <Menu label="Export" class="btn" align="right" items={exportItems(save)}>
      <Icon name="save" />
      Export
    </Menu>
  );
}
