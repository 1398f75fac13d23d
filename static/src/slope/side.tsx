/** The side of the page: the function, x and h, the slope read off both ways, and the walk downhill. */

import type { JSX } from "preact";
import { useSlope } from "./context";
import { FunctionEditor } from "./function";
import { Readout } from "./readout";
import { Sliders } from "./sliders";
import { Walk } from "./walk";

export function Side(): JSX.Element {
  const { leaves } = useSlope();
  return (
    <aside class="sl-side" aria-label="Function, slope and descent">
      <FunctionEditor />
      {leaves.value.length > 0 && (
        <>
          <Sliders />
          <Readout />
          <Walk />
        </>
      )}
    </aside>
  );
}
