/** Slope: a function of one variable, its slope and its difference quotient. */
import type { JSX } from "preact";
import { begin, show } from "./page";
import { Bar } from "./parts/bar";

function Slope(): JSX.Element {
  return (
    <>
      <Bar here="/slope" />
      <main id="main">
        <h1>Slope</h1>
      </main>
    </>
  );
}

begin();
show(<Slope />);
