/** The plot of a playground: regions and points for two inputs, f(x) for one. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSize } from "../../curves/use-size";
import { count } from "../../format";
import { Axes, ticks } from "../../plot/axes";
import { linear } from "../../plot/frame";
import { press, usePointer } from "./handling";
import { CLASS_INKS, coloursOf, INKS, useTheme } from "./inks";
import { paint } from "./paint";
import { sceneOf } from "./scene";
import { usePlayground } from "./state";

const FIRST = { width: 460, height: 320 };

export function Plot(): JSX.Element {
  const its = usePlayground();
  const [box, size] = useSize(FIRST);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const where = its.box.value ?? { x: [-1, 1] as const, y: [-1, 1] as const };
  const area = {
    left: 40,
    right: Math.max(80, size.width - 8),
    top: 6,
    bottom: Math.max(40, size.height - 22),
  };
  const frame = linear(area, where.x, where.y);
  const scene = sceneOf(its, frame);
  useEffect(() => {
    its.size.value = { width: area.right - area.left, height: area.bottom - area.top };
  }, [size]);
  useLayoutEffect(() => {
    const [element, holder] = [canvas.current, box.current];
    const context = element?.getContext("2d") ?? null;
    if (element === null || holder === null || context === null || scene === null) return;
    const scale = devicePixelRatio;
    const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    paint(context, scene, coloursOf(holder));
  }, [scene?.regions, scene?.rows, scene?.chosen, its.judged.value, its.axes.value, size, theme]);
  const pointer = usePointer(its, scene);
  const rows = scene?.rows.labels.length ?? 0;
  return (
    <div
      class={its.tool.value === "look" ? "pg-plot" : "pg-plot is-adding"}
      ref={box}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys
      tabIndex={0}
      aria-label={`${count(rows)} points, ${scene?.wrong.size ?? 0} on the wrong side. Arrow keys walk from point to point, Shift moves, A adds, Delete removes.`}
      data-regions={scene?.regions === null || scene === null ? "none" : "shown"}
      onKeyDown={(event) => scene !== null && press(its, scene, event)}
      {...pointer}
    >
      <canvas ref={canvas} />
      <svg class="plot" aria-hidden="true" width={size.width} height={size.height}>
        <Axes area={area} columns={ticks(frame.x, 5)} rows={ticks(frame.y, 5)} />
      </svg>
      {INKS.map((name) => (
        <i key={name} data-ink={name} hidden />
      ))}
      {CLASS_INKS.flatMap((name) => [
        <i key={name} data-ink={name} hidden />,
        <i key={`${name}-tint`} data-ink={`${name}-tint`} hidden />,
      ])}
    </div>
  );
}
