/** The examples that the server offers, to load one. */

import type { ComponentChildren, JSX } from "preact";
import { counted } from "../format";
import { useSession } from "../session/context";
import { boot } from "../wire/boot";
import { Menu } from "./menu";

interface Props {
  readonly class: string;
  readonly align?: "left" | "right" | "middle";
  readonly label?: string;
  readonly children: ComponentChildren;
}

export function ExamplesMenu(props: Props): JSX.Element {
  const {
    actions: { load },
    program: { example },
  } = useSession();
  const items = boot.examples.map((entry) => ({
    key: entry.name,
    text: entry.title,
    about: entry.about,
    note: counted(entry.nodes, "value"),
    isCurrent: example.value?.name === entry.name,
    onChoose: () => load(entry),
  }));
  return (
    <Menu label={props.label ?? "Examples"} class={props.class} align={props.align ?? "left"} items={items}>
      {props.children}
    </Menu>
  );
}
