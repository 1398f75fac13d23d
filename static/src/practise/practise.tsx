/** Practise: predict grads by hand, and break backward on purpose. */
import type { JSX } from "preact";
import { Bar, goTo, SECTIONS } from "../components/bar";
import { type Carried, useCarried } from "../components/carried";
import { Icon } from "../components/icon";
import { Menu } from "../components/menu";
import { begin, show } from "../page";
import { SessionProvider } from "../session/context";
import { BugLab } from "./bug-lab";
import { listenForKeys } from "./keys";
import { Predict } from "./predict";
import { ProgramDialog, ProgramMenu } from "./program";
import { createPractise, PractiseProvider, usePractise } from "./state";

function PhoneMenu({ now }: Carried): JSX.Element {
  const items = SECTIONS.filter(({ href }) => href !== "/practise").map(({ href, title }) => ({
    key: href,
    text: title,
    onChoose: () => void goTo(href, now),
  }));
  return (
    <Menu label="Menu" class="btn ghost icon only-phone" align="right" items={items}>
      <Icon name="menu" />
    </Menu>
  );
}

function Practise(): JSX.Element {
  const carried = useCarried(usePractise().kept);
  return (
    <>
      <Bar here="/practise" carried={carried} middle={<ProgramMenu />} menu={<PhoneMenu {...carried} />} />
      <main class="two">
        <Predict />
        <BugLab />
      </main>
      <ProgramDialog />
    </>
  );
}

const practise = createPractise(begin());
listenForKeys(practise);
show(
  <SessionProvider value={practise.session}>
    <PractiseProvider value={practise}>
      <Practise />
    </PractiseProvider>
  </SessionProvider>,
);
void practise.address.read().then(practise.address.follow);
