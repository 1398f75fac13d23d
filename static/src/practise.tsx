/** Practise: predict grads by hand, and break backward on purpose. */
import type { JSX } from "preact";
import { begin, show } from "./page";
import { Bar, SECTIONS } from "./parts/bar";
import { Icon } from "./parts/icon";
import { Menu } from "./parts/menu";
import { BugLab } from "./practise/bug-lab";
import { listenForKeys } from "./practise/keys";
import { followAddress } from "./practise/links";
import { Predict } from "./practise/predict";
import { ProgramDialog, ProgramMenu } from "./practise/program";

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
