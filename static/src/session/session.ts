/**
 * Everything that belongs to one program on one page: its text and numbers, its graph, its drawing, the pass that
 * is gone through, the descent, and what is looked at. Each part is made here and given what it needs, so that two
 * sessions live side by side and nothing outlives `dispose()`.
 */
import { computed, signal } from "@preact/signals";
import { type Annotate, Stage } from "../drawing/stage";
import { createActions } from "./actions";
import { type Ask, createAsk } from "./ask";
import { createBox } from "./box";
import { createChanges } from "./changes";
import { type Connection, createConnection } from "./connection";
import { createDescent } from "./descent";
import { createDescentRun } from "./descent-run";
import { createDocument } from "./document";
import { createFallbackViews } from "./fallback-views";
import { createFiles } from "./files";
import { createPassing } from "./idle";
import { createKept } from "./kept";
import { Lifetime } from "./lifetime";
import { createMarked } from "./marked";
import { createMoment } from "./moment";
import { createNudge } from "./nudge";
import { createPasses } from "./passes";
import { createPaths } from "./paths";
import { createPicture } from "./picture";
import { createPlayback, type OwnGrads } from "./playback";
import { createPreview } from "./preview";
import { createProgram } from "./program";
import { createRestore } from "./restore";
import { createSave } from "./save-file";
import { createScreen, type PageScreen } from "./screen";
import { createSelection } from "./selection";
import { createShare } from "./share";
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
  /** Where nothing else fits, what is repeated is drawn as one box. */
  readonly mayFold?: boolean;
  /** An inspector is on the page: paths and nudges of what it looks at are asked for, and a descent's preview. */
  readonly inspects?: boolean;
  /** Begins every id of the drawing, so that two of them can be on one page. */
  readonly prefix?: string;
  /** Writes into the drawing after its numbers: states that the explorer does not know. */
  readonly annotate?: Annotate;
}

export function createSession(options: SessionOptions = {}) {
  const { draws = true, mayFold = false, inspects = false, prefix = "" } = options;
  const life = new Lifetime();
  const screen = options.screen ?? createScreen();
  const connection = options.connection ?? createConnection(life);
  const hidden = signal<Hidden>(null);
  const ownGrads = signal<OwnGrads>("theirs");
  const base = { life, screen, connection, hidden, ownGrads, mayFold, draws, prefix };

  const document = createDocument();
  const program = createProgram();
  const playback = createPlayback({ ...base, document });
  const selection = createSelection({ life, document, playback });
  const descent = createDescent(document);
  const changes = createChanges({ ...base, document, program });
  const view = createView({ ...base, document });
  const picture = createPicture({ ...base, document, program, view });
  const state = { ...base, document, program, playback, selection, descent, changes, view, picture };

  const isPassing = createPassing(state);
  const isInspectorShown = computed(
    () => inspects && (screen.isPhone.value ? screen.tab.value === "inspect" : screen.inspectorOpen.value),
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
  const stage = new Stage({ isDrawing: picture.isDrawing, prefix, annotate: options.annotate ?? null });

  return {
    ...state,
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
    preview: inspects ? createPreview(state) : signal<readonly number[]>([]),
    box: createBox(document, picture, selection),
    fallbackViews: createFallbackViews(document, picture, view),
    moment: createMoment({ ...state, marked, shownNudge: nudge.shownNudge, lit: paths.lit }),
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
