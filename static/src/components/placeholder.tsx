/** A place for what is on its way: as high as what was there last, so that nothing below it moves. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Nothing that was true of something else stays in it: while it is not known it holds a dash. */
export function Placeholder({
  isKnown,
  before = <p class="why">–</p>,
  children,
}: {
  isKnown: boolean;
  before?: JSX.Element;
  children: ComponentChildren;
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  const known = useRef(isKnown);
  known.current = isKnown;
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // Told after a layout that runs anyway; asking for the height would make one run.
    const observer = new ResizeObserver(([entry]) => {
      if (known.current) height.current = entry?.borderBoxSize[0]?.blockSize ?? 0;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} aria-busy={!isKnown} style={isKnown ? {} : { minHeight: `${height.current}px` }}>
      {isKnown ? children : before}
    </div>
  );
}
