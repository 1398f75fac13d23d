/** The explorer's bar: which program is loaded, help, and on a phone what has no other place. */

import type { JSX } from "preact";
import { Bar, goTo, SECTIONS } from "../../components/bar";
import { ExamplesMenu } from "../../components/examples-menu";
import { Icon } from "../../components/icon";
import { Menu } from "../../components/menu";
import { called, find, name, origin } from "../../compute/naming";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import type { Session } from "../../session/session";
import { useExplorer } from "../state";

function title({ document: { doc }, program: { example } }: Session): string {
  if (example.value !== null) return example.value.title;
  const output = find(doc.value, doc.value?.output ?? null);
  if (doc.value === null || output === null)
    return called(doc.value, doc.value?.output ?? null) || "Your program";
  const inputs = output.inputs.map(({ node }) => find(doc.value, node));
  const areNamed = inputs.length > 0 && inputs.every((input) => input !== null && name(input) !== input.id);
  return areNamed ? `${name(output)} = ${origin(doc.value, output)}` : name(output);
}

function Loaded(): JSX.Element {
  const session = useSession();
  return (
    <>
      <b>{title(session)}</b>
      <ExamplesMenu class="btn ghost sm" align="middle">
        <span class="wide">Examples</span> <Icon name="down" />
      </ExamplesMenu>
    </>
  );
}

function HelpButton(): JSX.Element {
  const { helpOpen } = useSession().screen;
  return (
    <button
      class="btn ghost icon desk"
      type="button"
      aria-label="Keyboard help"
      title="Keyboard help (?)"
      onClick={() => assign(helpOpen, true)}
    >
      <kbd>?</kbd>
    </button>
  );
}

/** On a phone: the other pages, and what the bar has no room for. */
function PhoneMenu(): JSX.Element {
  const { address } = useExplorer();
  const { helpOpen } = useSession().screen;
  const elsewhere = SECTIONS.slice(1).map(({ href, title }) => ({
    key: href,
    text: title,
    onChoose: () => void goTo(href, address.fragmentNow),
  }));
  const help = { key: "help", text: "Keys", onChoose: () => assign(helpOpen, true) };
  return (
    <Menu label="Menu" class="btn ghost icon only-phone" align="right" items={[...elsewhere, help]}>
      <Icon name="menu" />
    </Menu>
  );
}

export function TopBar(): JSX.Element {
  const { address } = useExplorer();
  return (
    <Bar
      here="/"
      carried={{ fragment: address.fragment.value, now: address.fragmentNow }}
      middle={<Loaded />}
      acts={<HelpButton />}
      menu={<PhoneMenu />}
    />
  );
}
