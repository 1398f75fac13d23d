/** A playground on a page: what its program says, its rows, the network of the shown step, and what is pointed at. */
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { provided } from "../../session/provided";
import type { Session } from "../../session/session";
import { createRegions } from "./ask-regions";
import { type Points, printPoints, readPoints } from "./csv";
import { judge, type Rows, taskOfRows, type Watched, watchedRows } from "./data";
import { type GradPart, type Grid, layersOf, type NeuronAt, networkOf } from "./forward";
import { POINTS, type Settings, type Task } from "./program";
import { isPlayground, read, shapeOf, write } from "./text";

/** What a playground needs of the run. */
export interface Run {
  readonly watched: ReadonlySignal<Watched>;
  /** The parts of the shown step. */
  readonly parts: ReadonlySignal<readonly GradPart[] | null>;
  readonly run: () => void;
}

/** What a click on the plot does: look at a point, or add one with this label. */
export type Tool = "look" | number;
/** What other rows come of. */
const MAKES_ROWS: readonly (keyof Settings)[] = ["set", "points", "noise", "dataSeed"];
/** A run begins this long after the last change. */
const REST_MS = 350;
const CELLS = 100_000;
const NO_TEST: ReadonlySet<number> = new Set();

type Span = readonly [number, number];

/** From the least to the greatest with room around. */
function span(values: readonly number[]): Span {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [-1, 1];
  const room = low === high ? Math.max(1, Math.abs(low)) : (high - low) * 0.18;
  return [low - room, high + room];
}

export const meansOf = (rows: Points): number[] =>
  rows.names.map(
    (_, at) => rows.rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / Math.max(1, rows.rows.length),
  );

/** The rows: those of the file at once, others once the program has told them. */
function createRows(
  { life, program }: Pick<Session, "life" | "program">,
  run: Run,
  set: ReadonlySignal<string | null>,
) {
  const told = signal<Rows | null>(null);
  /** What is still watched is of the program as it was. */
  let isOld = false;
  life.effect(() => {
    const found = watchedRows(run.watched.value);
    if (found === null) isOld = false;
    else if (!isOld) told.value = found;
  });
  const file = computed(() => {
    const text = program.files.value[POINTS];
    return text === undefined ? null : readPoints(text);
  });
  const rows = computed<Rows | null>(() => {
    const own = set.value === "own" ? file.value : null;
    if (own === null) return told.value;
    const isSame = told.value?.labels.length === own.labels.length;
    return { ...own, test: isSame ? (told.value?.test ?? NO_TEST) : NO_TEST };
  });
  /** The program makes other rows from now on. */
  const forget = (): void => {
    isOld = run.watched.peek().has("inputs");
    told.value = null;
  };
  return { rows, forget };
}

export function createPlayground(session: Pick<Session, "life" | "program">, run: Run) {
  const { life, program } = session;
  const said = computed(() => read(program.source.value));
  const { rows, forget } = createRows(
    session,
    run,
    computed(() => said.value.set),
  );
  const shape = computed(() => shapeOf(program.source.value));
  const network = computed(() => {
    const [parts, of] = [run.parts.value, shape.value];
    if (parts === null || of === null || of.activation === null || of.last === null) return null;
    return networkOf(parts, of.activation, of.last);
  });
  const task = computed<Task>(
    () =>
      said.value.task ??
      (rows.value === null ? "two" : taskOfRows(rows.value, shape.value?.widths.at(-1) ?? 1)),
  );
  const judged = computed(() => {
    const [of, those] = [network.value, rows.value];
    return of === null || those === null || of[0]?.inputs !== those.names.length
      ? null
      : judge(of, those, task.value);
  });

  const chosen = signal<number | null>(null);
  const neuron = signal<NeuronAt | null>(null);
  const axes = signal<readonly [across: number, up: number]>([0, 1]);
  const tool = signal<Tool>("look");
  const notice = signal("");

  const shownAxes = computed(() => {
    const width = rows.value?.names.length ?? 2;
    const [across, up] = axes.value;
    return across < width && up < width && across !== up ? axes.value : ([0, 1] as const);
  });
  const box = computed(() => {
    const those = rows.value;
    if (those === null) return null;
    const [across, up] = shownAxes.value;
    const isLine = those.names.length === 1;
    const along = (at: number): number[] => those.rows.map((row) => row[at] ?? 0);
    return { x: span(along(across)), y: span(isLine ? those.labels : along(up)) };
  });

  const asking = createRegions(life);
  const size = signal({ width: 460, height: 320 });
  life.effect(() => {
    const [of, where, those] = [network.value, box.value, rows.value];
    if (
      of === null ||
      where === null ||
      those === null ||
      those.names.length < 2 ||
      of[0]?.inputs !== those.names.length
    )
      return asking.ask(null);
    const { width, height } = size.value;
    const columns = Math.max(
      2,
      Math.min(CELLS / 2, Math.round(Math.sqrt((CELLS * width) / Math.max(1, height)))),
    );
    const [across, up] = shownAxes.value;
    const grid: Grid = {
      columns,
      rows: Math.floor(CELLS / columns),
      ...where,
      across,
      up,
      rest: meansOf(those),
    };
    return asking.ask({ network: of, grid, neuron: neuron.value });
  });

  /** Another data set or other rows: what was pointed at is gone. */
  life.onEnd(
    effect(() => {
      const count = rows.value?.labels.length ?? 0;
      if (chosen.peek() !== null && (chosen.peek() ?? 0) >= count) chosen.value = null;
    }),
  );

  const resting = life.timer();
  const change = (next: Partial<Settings>): void => {
    const text = write(program.source.peek(), next);
    if (text === program.source.peek()) return;
    batch(() => {
      program.source.value = text;
      neuron.value = null;
      if (MAKES_ROWS.some((name) => name in next)) forget();
    });
    resting.start(REST_MS, run.run);
  };

  /** These rows in the program's file, and the program reading them. */
  function put(points: Points, next: Partial<Settings> = {}): void {
    const source = write(program.source.peek(), { set: "own", ...next });
    program.setText({ source, files: { ...program.files.peek(), [POINTS]: printPoints(points) } });
  }
  function edit(change_: (points: { rows: (readonly number[])[]; labels: number[] }) => void): void {
    const those = rows.peek();
    if (those === null) return;
    const next = { rows: [...those.rows], labels: [...those.labels] };
    change_(next);
    batch(() => put({ ...those, ...next }));
    resting.start(REST_MS, run.run);
  }

  return {
    isHere: computed(() => isPlayground(program.source.value)),
    said,
    rows,
    shape,
    network,
    task,
    judged,
    chosen,
    neuron,
    axes: shownAxes,
    setAxes: (next: readonly [number, number]): void => {
      axes.value = next;
    },
    box,
    tool,
    notice,
    size,
    regions: asking.regions,
    /** The layers with their grads. */
    layers: computed(() => layersOf(run.parts.value ?? [])),
    change,
    /** Whether points can be set: the program reads them from its file, or from a set that a control knows. */
    isEditable: computed(() => said.value.set !== null && rows.value !== null),
    /** Own data, and what the network needs for it. */
    use: (points: Points): void => {
      const task: Task =
        points.classes.length === 0 ? "number" : points.classes.length === 2 ? "two" : "several";
      batch(() => {
        chosen.value = null;
        neuron.value = null;
        put(points, {
          task,
          inputs: points.names.length,
          outputs: Math.max(1, task === "several" ? points.classes.length : 1),
        });
      });
      run.run();
    },
    add: (row: readonly number[], label: number): void => {
      edit(({ rows: all, labels }) => {
        all.push(row);
        labels.push(label);
      });
      chosen.value = (rows.peek()?.labels.length ?? 1) - 1;
      notice.value = `Added point ${chosen.value}.`;
    },
    move: (at: number, row: readonly number[], label?: number): void =>
      edit(({ rows: all, labels }) => {
        all[at] = row;
        if (label !== undefined) labels[at] = label;
      }),
    remove: (at: number): void => {
      if ((rows.peek()?.labels.length ?? 0) < 2) return;
      edit(({ rows: all, labels }) => {
        all.splice(at, 1);
        labels.splice(at, 1);
      });
      chosen.value = null;
      notice.value = `Removed point ${at}.`;
    },
  };
}

export type Playground = ReturnType<typeof createPlayground>;

export const [PlaygroundProvider, usePlayground] = provided<Playground>("a playground");
