/** The explorer's bar: which program is loaded, help, and on a phone what has no other place. */
import type { JSX } from "preact";
import { Bar, goTo, SECTIONS } from "../../components/bar";
import { ExamplesMenu } from "../../components/examples-menu";
import { exportItems } from "../../components/export-menu";
import { Icon } from "../../components/icon";
import { Menu } from "../../components/menu";
import { doc } from "../../session/document";
import { called, find, name, origin } from "../../session/naming";
import { canFold, collapse, fold, folded, levels } from "../../session/picture";
import { example } from "../../session/program";
import { helpOpen } from "../../session/screen";
import { fragment, fragmentNow } from "../address";
import { lookItems, presentItem, shareItems } from "./view-menu";

function title(): string {
  if (example.value !== null) return example.value.title;
  const output = find(doc.value, doc.value?.output ?? null);
  if (doc.value === null || output === null)
    return called(doc.value, doc.value?.output ?? null) || "Your program";
  return output.inputs.length === 0 ? name(output) : `${name(output)} = ${origin(doc.value, output)}`;
}

function Loaded(): JSX.Element {
  return (
    <>
      {example.value !== null && <span>Example</span>}
      <b>{title()}</b>
      <ExamplesMenu class="btn ghost sm" align="middle" label="Choose an example">
        <Icon name="down" />
      </ExamplesMenu>
    </>
  );
}

function HelpButton(): JSX.Element {
  return (
    <button
      class="btn ghost icon desk"
      type="button"
      aria-label="Keyboard help"
      title="Keyboard help (?)"
      onClick={() => {
        helpOpen.value = true;
      }}
    >
      <kbd>?</kbd>
    </button>
  );
}

function PhoneMenu(): JSX.Element {
  const elsewhere = SECTIONS.slice(1).map(({ href, title }) => ({
    key: href,
    text: title,
    onChoose: () => void goTo(href, fragmentNow),
  }));
  const depth = [
    ...(levels.value.length > 0 ? [{ key: "collapse", text: "Collapse groups", onChoose: collapse }] : []),
    ...(canFold.value
      ? [{ key: "fold", text: folded.value ? "Unfold repeats" : "Fold repeats", onChoose: fold }]
      : []),
  ];
  const view = [...shareItems(), ...lookItems(), ...depth, presentItem()];
  const items = [...view, ...elsewhere, ...exportItems("Export ")];
  return (
    <Menu label="Menu" class="btn ghost icon only-phone" align="right" items={items}>
      <Icon name="menu" />
    </Menu>
  );
}

export function TopBar(): JSX.Element {
  return (
    <Bar
      here="/"
      carried={{ fragment: fragment.value, now: fragmentNow }}
      middle={<Loaded />}
      acts={<HelpButton />}
      menu={<PhoneMenu />}
    />
  );
}
