/**
 * Everything that belongs to one program on one page: its text and numbers, its graph, its drawing, the pass that
 * is gone through, the descent, and what is looked at. Each part is made here and given what it needs, so that two
 * sessions live side by side and nothing outlives `dispose()`.
 */
import { computed, signal } from "@preact/signals";
import { type Boxes, copyOf, type OpenFrame } from "../drawing/boxes";
import { type Annotate, Stage } from "../drawing/stage";
import { limit } from "../wire/boot";
import { type Detail, size } from "../wire/types";
import { createActions } from "./actions";
import { type Ask, createAsk } from "./ask";
import { createAtStep } from "./at-step";
import { createChanges } from "./changes";
import { type Connection, createConnection } from "./connection";
import { createCrumbs } from "./crumbs";
import { createDescent } from "./descent";
import { createDescentRun } from "./descent-run";
import { createDetails } from "./details";
import { createDocument } from "./document";
import { createFallbackViews } from "./fallback-views";
import { createFiles } from "./files";
import { createPassing } from "./idle";
import { createKept } from "./kept";
import { Lifetime } from "./lifetime";
import { createList } from "./list";
import { createMarked } from "./marked";
import { createMoment } from "./moment";
import { createNudge } from "./nudge";
import { createPasses } from "./passes";
import { createPaths } from "./paths";
import { createPicture, type Render } from "./picture";
import { createPlayback, type OwnGrads } from "./playback";
import { createPreview } from "./preview";
import { createProgram } from "./program";
import { createRestore } from "./restore";
import { createSave } from "./save-file";
import { createScreen, type PageScreen } from "./screen";
import { createSelection } from "./selection";
import { createShare } from "./share";
import { createSomeLeaves } from "./some-leaves";
import type { Hidden } from "./spoiler";
import { createTable } from "./table";
import { createView } from "./view";
import { createWindows } from "./windows";

export interface SessionOptions {
  /** The page's screen and connection; a session that stands alone has its own. */
  readonly screen?: PageScreen;
  readonly connection?: Connection;
  /** A page that shows no drawing asks for none. */
  readonly draws?: boolean;
  /** Where a drawing comes from, in place of the server's of the program as it ends. */
  readonly draw?: Render;
  /** A graph is drawn by the calls of its program where its values are too many to be read. */
  readonly mayBox?: boolean;
  /** An inspector is on the page: paths and nudges of what it looks at are asked for, and a descent's preview. */
  readonly inspects?: boolean | "always";
  /** On a tall canvas the graph is drawn from top to bottom. */
  readonly turns?: boolean;
  /**
   * The node that matters, null for the output: a graph that would be too small to be read as a whole opens around it.
   */
  readonly focus?: () => string | null;
  /** Begins every id of the drawing, so that two of them can be on one page. */
  readonly prefix?: string;
  /** Writes into the drawing after its numbers: states that the explorer does not know. */
  readonly annotate?: Annotate;
}

/** Px that a finger needs. */
const TOUCHED = 44;
/** From this ratio of height to width on, a canvas is tall. */
const TALL = 1;

export function createSession(options: SessionOptions = {}) {
  const { draws = true, mayBox = false, inspects = false, prefix = "" } = options;
  const life = new Lifetime();
  const screen = options.screen ?? createScreen();
  const connection = options.connection ?? createConnection(life);
  const hidden = signal<Hidden>(null);
  const ownGrads = signal<OwnGrads>("theirs");
  const boxes = signal<Boxes | null>(null);
  const base = { life, screen, connection, hidden, ownGrads, mayBox, draws, prefix, boxes };

  const document = createDocument();
  const program = createProgram();
  const playback = createPlayback({ ...base, document });
  const selection = createSelection({ life, document, playback, boxes });
  const descent = createDescent(document);
  const changes = createChanges({ ...base, document, program });
  const view = createView(base);
  const picture = createPicture({ ...base, document, program, view, draw: options.draw });
  const state = { ...base, document, program, playback, selection, descent, changes, view, picture };

  const isPassing = createPassing(state);
  const isInspectorShown = computed(
    () =>
      inspects === "always" ||
      (inspects && (screen.isPhone.value ? screen.tab.value === "inspect" : screen.inspectorOpen.value)),
  );
  const looking = { ...state, isPassing, isInspectorShown };
  const paths = createPaths(looking);
  const nudge = createNudge(looking);
  const windows = createWindows(looking);
  life.effect(() => windows.wantPaths(paths.paths.value));
  const descentRun = createDescentRun(state);
  const actions = createActions({ ...state, descentRun });
  const files = createFiles({ program, edited: actions.edited, screen });
  const marked = createMarked({ ...state, file: files.shown });
  const passes = createPasses(state);
  const atStep = createAtStep(state);
  const moment = createMoment({ ...state, atStep, marked, shownNudge: nudge.shownNudge, lit: paths.lit });
  const list = createList({ ...state, moment });
  const stage = new Stage({
    isDrawing: picture.isDrawing,
    prefix,
    annotate: options.annotate ?? null,
    boxes,
    lowest: () => (screen.isPhone.peek() ? TOUCHED : 0),
    focus: options.focus,
    onSize: (size) => {
      view.kept.canvas = size;
      if (options.turns) view.isTall.value = size.height > TALL * size.width;
    },
  });

  // A drawing of a run is not asked for by running the program once more, nor are the counts of its boxes.
  if (mayBox && options.draw === undefined) createDetails({ ...state, isPassing });
  return {
    ...state,
    boxes,
    isPassing,
    paths,
    nudge,
    marked,
    files,
    passes,
    descentRun,
    actions,
    stage,
    windows,
    table: createTable(state),
    someLeaves: createSomeLeaves(state),
    preview: inspects === true ? createPreview(state) : signal<readonly number[]>([]),
    fallbackViews: createFallbackViews(document, picture, view),
    moment,
    atStep: atStep.atStep,
    list,
    crumbs: createCrumbs(state),
    /** Draw at this depth; of values that are too many for one picture, those around what is looked at. */
    chooseDetail: (to: Detail): void => {
      const shown = document.doc.peek();
      const isTooMany = shown !== null && size(shown) > limit("drawn_nodes");
      const node = selection.chosen.peek() ?? shown?.output ?? null;
      if (to === "values" && isTooMany && node !== null) view.showAround(node);
      else view.choose(to);
    },
    stepCopy: (of: OpenFrame, by: 1 | -1): void => {
      const copy = copyOf(of, by);
      if (copy !== null) view.showCopy(of.path, copy);
    },
    kept: createKept(state),
    restoring: createRestore({ ...state, descentRun, actions, passes }),
    share: createShare(life),
    saving: createSave(state),
    /** Ask the server; of the questions of one `ask` the newest wins. */
    createAsk: (patience?: number): Ask => createAsk(life, connection, patience),
    /** End every effect, timer and request. */
    dispose: (): void => life.end(),
  };
}

export type Session = ReturnType<typeof createSession>;
