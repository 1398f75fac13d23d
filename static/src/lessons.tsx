/** Lessons: the lecture as a path of states, each with a task. */
import type { JSX } from "preact";
import { begin, show } from "./page";
import { Bar } from "./parts/bar";

function Lessons(): JSX.Element {
  return (
    <>
      <Bar here="/lessons" />
      <main id="main">
        <h1>Lessons</h1>
      </main>
    </>
  );
}

begin();
show(<Lessons />);
