/** The page of a link that leads nowhere: what the server said of it, and the ways on. */
import type { JSX } from "preact";
import { Bar } from "../components/bar";
import { Message } from "../components/message";
import { begin, show } from "../page";
import { boot, rooted } from "../wire/boot";

function DeadEnd(): JSX.Element {
  const { title, text } = boot.deadEnd ?? { title: "There is nothing here", text: "" };
  return (
    <>
      <Bar here={null} />
      <main id="main" class="dead-end">
        <Message level="h1" title={title} text={text}>
          <a class="btn primary" href={rooted("/")}>
            Open Explore
          </a>
          <a class="btn" href={rooted("/lessons")}>
            Start with the lessons
          </a>
        </Message>
      </main>
    </>
  );
}

begin();
show(<DeadEnd />);
