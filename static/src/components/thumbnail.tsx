/** The graph of an example in small. Its shapes are loaded with the first one that is shown. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

interface Sketch {
  readonly box: string;
  readonly frames: string;
  readonly edges: string;
  readonly boxes: string;
  readonly output: string;
}

type Sketches = Readonly<Record<string, Sketch>>;

let loaded: Sketches | null = null;

async function load(): Promise<Sketches> {
  loaded ??= (await import("./thumbnails.json")).default;
  return loaded;
}

/** Until its shapes are here, and where they cannot be had, its place is empty. */
export function Thumbnail({ of }: { of: string }): JSX.Element {
  const [sketch, show] = useState(loaded?.[of]);
  useEffect(() => {
    load().then(
      (all) => show(all[of]),
      () => undefined, // Without a connection; the line beside it says enough.
    );
  }, [of]);
  return (
    <svg class="thumbnail" viewBox={sketch?.box ?? "0 0 1 1"} aria-hidden="true">
      {sketch !== undefined && (
        <>
          <path class="th-frame" d={sketch.frames} />
          <path class="th-edge" d={sketch.edges} />
          <path class="th-box" d={sketch.boxes} />
          <path class="th-box th-output" d={sketch.output} />
        </>
      )}
    </svg>
  );
}
