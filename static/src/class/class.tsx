/** For a class: an assignment that is a link, what is handed in, and the teacher's board. */
import type { JSX } from "preact";
import { Bar } from "../components/bar";
import { useCarried } from "../components/carried";
import { Status } from "../components/status";
import { begin, show } from "../page";
import { SessionProvider } from "../session/context";
import { Board } from "./board";
import { Make } from "./make";
import { ClassProvider, createClass, useClass } from "./state";
import { Work } from "./work";

function Class(): JSX.Element {
  const {
    session: { program },
    given,
    addressError,
  } = useClass();
  const carried = useCarried(program.text);
  return (
    <>
      <Bar here={null} carried={carried} />
      <Status class="cl-says" text={addressError.value} />
      {given.value !== null ? (
        <Work key={JSON.stringify(given.value)} given={given.value} />
      ) : (
        <main class="cl" id="main">
          <h1>For a class</h1>
          <p class="cl-lead">
            An assignment is a link: a program and checks. What a student hands in is a link too. Nothing is
            kept on the server.
          </p>
          <div class="cl-two">
            <Make />
            <Board />
          </div>
        </main>
      )}
    </>
  );
}

const made = createClass(begin());
show(
  <SessionProvider value={made.session}>
    <ClassProvider value={made}>
      <Class />
    </ClassProvider>
  </SessionProvider>,
);
void made.open();
