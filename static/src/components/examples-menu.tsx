/** The examples that the server offers, to load one. */

import type { ComponentChildren, JSX } from "preact";
import { counted } from "../format";
import { useSession } from "../session/context";
import { boot } from "../wire/boot";
import type { Example } from "../wire/types";
import { Menu } from "./menu";
import type { MenuItem } from "./menu-list";
import { Thumbnail } from "./thumbnail";

interface Props {
  readonly class: string;
  readonly align?: "left" | "right" | "middle";
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** Each example as an item of a menu, with its picture, a line and its size. */
export function exampleItems(current: Example | null, choose: (example: Example) => void): MenuItem[] {
  return boot.examples.map((entry) => ({
    key: entry.name,
    text: entry.title,
    about: entry.about,
    note: counted(entry.nodes, "value"),
    picture: <Thumbnail of={entry.name} />,
    isCurrent: current?.name === entry.name,
    onChoose: () => choose(entry),
  }));
}

export function ExamplesMenu(props: Props): JSX.Element {
  const {
    actions: { load },
    program: { example },
  } = useSession();
  return (
    <Menu
      label={props.label ?? "Examples"}
      class={props.class}
      align={props.align ?? "left"}
      items={exampleItems(example.value, load)}
    >
      {props.children}
    </Menu>
  );
}
