/** Practise: predict grads by hand, and break backward on purpose. */
import type { JSX } from "preact";
import { begin, show } from "./page";
import { Bar } from "./parts/bar";

function Practise(): JSX.Element {
  return (
    <>
      <Bar here="/practise" />
      <main id="main">
        <h1>Practise</h1>
      </main>
    </>
  );
}

begin();
show(<Practise />);
