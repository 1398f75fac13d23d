/** Practise: predict grads by hand, and break backward on purpose. */
import type { JSX } from "preact";
import { Bar, SECTIONS } from "../components/bar";
import { Icon } from "../components/icon";
import { Menu } from "../components/menu";
import { begin, show } from "../page";
import { BugLab } from "./bug-lab";
import { listenForKeys } from "./keys";
import { followAddress } from "./links";
import { Predict } from "./predict";
import { ProgramDialog, ProgramMenu } from "./program";

function PhoneMenu(): JSX.Element {
  const items = SECTIONS.filter(({ href }) => href !== "/practise").map(({ href, title }) => ({
    key: href,
    text: title,
    onChoose: () => location.assign(href),
  }));
  return (
    <Menu label="Menu" class="btn ghost icon only-phone" align="right" items={items}>
      <Icon name="menu" />
    </Menu>
  );
}

function Practise(): JSX.Element {
  return (
    <>
      <Bar here="/practise" middle={<ProgramMenu />} menu={<PhoneMenu />} />
      <main class="two">
        <Predict />
        <BugLab />
      </main>
      <ProgramDialog />
    </>
  );
}

begin();
listenForKeys();
show(<Practise />);
void followAddress();
