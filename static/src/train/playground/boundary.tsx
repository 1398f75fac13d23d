/** The plot of a playground: regions and points for two inputs, f(x) for one. */
import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Segments } from "../../components/segments";
import { Select } from "../../components/select";
import { useSize } from "../../curves/use-size";
import { count, short } from "../../format";
import { Axes, ticks } from "../../plot/axes";
import { type Frame, linear } from "../../plot/frame";
import { classesOf, className } from "./data";
import { forward } from "./forward";
import { type Colours, paint, placeOf, type Scene } from "./paint";
import { type Playground, type Tool, usePlayground } from "./state";

const FIRST = { width: 460, height: 320 };
const NEAR = 14;
const PLACES = 400;

/** The plot's colours, read where the page's style has them. */
const INKS = ["ink", "muted", "surface", "err", "data"] as const;
const CLASS_INKS = ["a", "b", "c", "d"] as const;

function coloursOf(box: HTMLElement): Colours {
  const of = (name: string): string => {
    const element = box.querySelector(`[data-ink="${name}"]`);
    return element === null ? "" : getComputedStyle(element).color;
  };
  const [ink = "", muted = "", surface = "", err = "", data = ""] = INKS.map(of);
  const classes = CLASS_INKS.map((name) => [of(name), of(`${name}-tint`)] as const);
  return { ink, muted, surface, err, data, classes };
}

/** Changes whenever the page is given another theme. */
function useTheme(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const next = (): void => setTurn((last) => last + 1);
    const observer = new MutationObserver(next);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", next);
    return () => {
      observer.disconnect();
      dark.removeEventListener("change", next);
    };
  }, []);
  return turn;
}

/** f(x) over the axis. */
function curveOf(its: Playground, frame: Frame): number[] {
  const network = its.network.value;
  if (network === null || network[0]?.inputs !== 1) return [];
  const [from = 0, to = 1] = frame.x.domain();
  const x = Float32Array.from({ length: PLACES }, (_, at) => from + ((to - from) * at) / (PLACES - 1));
  return [...forward(network, x, PLACES, its.neuron.value).subarray(0, PLACES)];
}

function sceneOf(its: Playground, frame: Frame): Scene | null {
  const rows = its.rows.value;
  if (rows === null) return null;
  const task = its.task.value;
  const classes = classesOf(rows, task);
  const isLine = rows.names.length === 1;
  return {
    frame,
    regions: isLine ? null : its.regions.value,
    rows,
    axes: its.axes.value,
    isLine,
    kind: (row) => {
      const label = rows.labels[row] ?? 0;
      return task === "number"
        ? 0
        : task === "two"
          ? label > 0
            ? 1
            : 0
          : Math.max(0, classes.indexOf(label));
    },
    wrong: its.judged.value?.wrong ?? new Set(),
    chosen: its.chosen.value,
    curve: isLine ? curveOf(its, frame) : [],
  };
}

/** The row nearest to a place, within reach. */
function nearest(scene: Scene, x: number, y: number): number | null {
  let [found, least] = [null as number | null, NEAR];
  scene.rows.labels.forEach((_, row) => {
    const [px, py] = placeOf(scene, row);
    const away = Math.hypot(px - x, py - y);
    if (away < least) [found, least] = [row, away];
  });
  return found;
}

/** The next row in a direction: near, and more along than across. */
function towards(scene: Scene, from: number | null, [dx, dy]: readonly [number, number]): number | null {
  if (from === null) return scene.rows.labels.length > 0 ? 0 : null;
  const [x, y] = placeOf(scene, from);
  let [found, least] = [from, Number.POSITIVE_INFINITY];
  scene.rows.labels.forEach((_, row) => {
    const [px, py] = placeOf(scene, row);
    const along = (px - x) * dx + (py - y) * dy;
    const across = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    const cost = along + 2 * across;
    if (row !== from && along > 0 && cost < least) [found, least] = [row, cost];
  });
  return found;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A row at another place of the plot; what is not an axis stays. */
function rowAt(its: Playground, scene: Scene, x: number, y: number, before: readonly number[]) {
  const round = (value: number): number => Number(value.toPrecision(4));
  const [across, up] = its.axes.peek();
  const next = [...before];
  next[across] = round(scene.frame.x.invert(x));
  const height = round(scene.frame.y.invert(y));
  if (!scene.isLine) next[up] = height;
  return { row: next, label: scene.isLine ? height : undefined };
}

function addAt(its: Playground, scene: Scene, x: number, y: number, label: number): void {
  const { names, rows } = scene.rows;
  const mean = names.map(
    (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / Math.max(1, rows.length),
  );
  const made = rowAt(its, scene, x, y, mean);
  its.add(made.row, made.label ?? label);
}

function press(its: Playground, scene: Scene, event: TargetedKeyboardEvent<HTMLElement>): void {
  const chosen = its.chosen.peek();
  const arrow = ARROWS[event.key];
  const isUsed = arrow !== undefined || ["Delete", "Backspace", "Escape", "Enter", "a"].includes(event.key);
  if (!isUsed || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (arrow !== undefined && event.shiftKey && chosen !== null && its.isEditable.peek()) {
    const [x, y] = placeOf(scene, chosen);
    const next = rowAt(its, scene, x + 6 * arrow[0], y + 6 * arrow[1], scene.rows.rows[chosen] ?? []);
    its.move(chosen, next.row, next.label);
  } else if (arrow !== undefined) its.chosen.value = towards(scene, chosen, arrow);
  else if (event.key === "Escape") its.chosen.value = null;
  else if ((event.key === "Delete" || event.key === "Backspace") && chosen !== null && its.isEditable.peek())
    its.remove(chosen);
  else if ((event.key === "Enter" || event.key === "a") && its.isEditable.peek()) {
    const { area } = scene.frame;
    const [x, y] =
      chosen === null ? [(area.left + area.right) / 2, (area.top + area.bottom) / 2] : placeOf(scene, chosen);
    const tool = its.tool.peek();
    const label = tool === "look" ? (scene.rows.labels[chosen ?? 0] ?? 1) : tool;
    addAt(its, scene, x + (chosen === null ? 0 : 12), y, label);
  }
}

/** What a pointer does: choose, move what it drags, or add. */
function usePointer(its: Playground, scene: Scene | null) {
  const held = useRef<{ row: number; x: number; y: number; moved: boolean } | null>(null);
  const at = (event: TargetedPointerEvent<HTMLElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  return {
    onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => {
      if (scene === null || event.button !== 0) return;
      const [x, y] = at(event);
      const tool = its.tool.peek();
      if (tool !== "look") return addAt(its, scene, x, y, tool);
      const row = nearest(scene, x, y);
      its.chosen.value = row;
      if (row === null || !its.isEditable.peek()) return;
      held.current = { row, x, y, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: TargetedPointerEvent<HTMLElement>) => {
      const drag = held.current;
      if (drag === null || scene === null) return;
      const [x, y] = at(event);
      if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < 4) return;
      drag.moved = true;
      const next = rowAt(its, scene, x, y, scene.rows.rows[drag.row] ?? []);
      its.move(drag.row, next.row, next.label);
    },
    onPointerUp: () => {
      held.current = null;
    },
  };
}

function Plot(): JSX.Element {
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

/** The mark of a class, as it is on the plot. */
function ClassMark({ kind }: { kind: number }): JSX.Element {
  const shapes = ["M6 2a4 4 0 1 0 .01 0z", "M6 1.5 11 10H1z", "M2 2h8v8H2z", "M6 .5 11.5 6 6 11.5.5 6z"];
  return (
    <svg
      class={`pg-mark ${["is-a", "is-b", "is-c", "is-d"][kind % 4]}`}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      <path d={shapes[kind % 4]} />
    </svg>
  );
}

function Key(): JSX.Element {
  const its = usePlayground();
  const rows = its.rows.value;
  const task = its.task.value;
  const wrong = its.judged.value?.wrong.size ?? 0;
  if (rows === null || task === "number") return <span class="muted">{rows === null ? "" : "f(x)"}</span>;
  return (
    <span class="pg-key">
      {classesOf(rows, task).map((label, kind) => (
        <span key={label}>
          <ClassMark kind={kind} /> {className(rows, label)}
        </span>
      ))}
      {its.judged.value !== null && (
        <span>
          <i class="pg-miss" /> {count(wrong)} wrong
        </span>
      )}
    </span>
  );
}

function Tools(): JSX.Element | null {
  const its = usePlayground();
  const rows = its.rows.value;
  if (rows === null || !its.isEditable.value) return null;
  const task = its.task.value;
  const classes = task === "number" ? [0] : classesOf(rows, task);
  const face = (label: number, kind: number): JSX.Element => (
    <>
      {task !== "number" && <ClassMark kind={kind} />} Add {task === "number" ? "" : className(rows, label)}
    </>
  );
  return (
    <div class="pg-tools">
      <span class="muted">Click to</span>
      <Segments
        name="pg-tool"
        label="What a click on the plot does"
        small
        value={String(its.tool.value)}
        choices={[
          { value: "look", label: "Look", face: "Look" },
          ...classes.map((label, kind) => ({
            value: String(label),
            label: task === "number" ? "Add" : `Add ${className(rows, label)}`,
            face: face(label, kind),
          })),
        ]}
        onValue={(value) => {
          its.tool.value = (value === "look" ? "look" : Number(value)) as Tool;
        }}
      />
    </div>
  );
}

/** More inputs than two: which are the axes. */
function Inputs(): JSX.Element | null {
  const its = usePlayground();
  const names = its.rows.value?.names ?? [];
  if (names.length < 3) return null;
  const [across, up] = its.axes.value;
  const choices = names.map((name, at) => [String(at), name] as const);
  return (
    <div class="pg-tools">
      <span class="muted">Across</span>
      <Select
        label="Input across"
        small
        value={String(across)}
        choices={choices}
        onValue={(at) => its.setAxes([Number(at), Number(at) === up ? across : up])}
      />
      <span class="muted">up</span>
      <Select
        label="Input up"
        small
        value={String(up)}
        choices={choices}
        onValue={(at) => its.setAxes([Number(at) === across ? up : across, Number(at)])}
      />
      <span class="muted">others at their mean</span>
    </div>
  );
}

export function Boundary(): JSX.Element {
  const its = usePlayground();
  const { rows, shape, neuron, network } = its;
  const isLine = rows.value?.names.length === 1;
  const at = neuron.value;
  const title =
    at !== null
      ? `Boundary of neuron ${at.neuron} in layer ${at.layer + 1}`
      : isLine
        ? "Function"
        : "Decision boundary";
  const why =
    shape.value?.activation === null
      ? "The activation is set in the program in a way that this plot does not know."
      : network.value === null
        ? "The boundary appears with the first step."
        : null;
  return (
    <section class="pg-boundary" aria-label="Decision boundary">
      <div class="ph">
        <h2>{title}</h2>
        {at === null ? (
          <Key />
        ) : (
          <button class="btn ghost sm" type="button" onClick={() => (neuron.value = null)}>
            Whole network
          </button>
        )}
      </div>
      <Plot />
      <Tools />
      <Inputs />
      {why !== null && <p class="none">{why}</p>}
      <p class="sr" aria-live="polite">
        {its.notice.value} {its.chosen.value !== null && spoken(its)}
      </p>
    </section>
  );
}

function spoken(its: Playground): string {
  const at = its.chosen.value ?? 0;
  const row = its.rows.value?.rows[at]?.map((value) => short(value, 3)).join(", ");
  return `Point ${at}, ${row}, ${its.judged.value?.wrong.has(at) === true ? "wrong side" : "right side"}.`;
}
