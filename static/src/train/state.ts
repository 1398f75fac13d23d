/** The page Train: a session whose program runs, its run, and the graph of the pass that is shown. */
import { computed, signal } from "@preact/signals";
import { PLAIN } from "../curves/curve-tools";
import { count } from "../format";
import type { Page } from "../page";
import { addressOf, createAddress } from "../session/address";
import { check, type Kept } from "../session/link";
import { provided } from "../session/provided";
import { createSession } from "../session/session";
import { boot } from "../wire/boot";
import { FIRST } from "./first";
import { createGraph, drawsOf } from "./graph";
import { loopOf, settingsOf, upTo } from "./numbers";
import { createPlayground } from "./playground/state";
import { nearestOf } from "./progress";
import { createTraining, type Training } from "./training";

/** The parts of the page, one at a time on a phone. */
export type Tab = "loss" | "network" | "layers" | "settings";

/** What a link says of how a run is looked at; nobody has checked it. */
interface Seen {
  readonly pass?: unknown;
  readonly graph?: unknown;
  readonly log?: unknown;
  readonly smooth?: unknown;
}

export function createTrain(page: Page) {
  let made: Training | null = null;
  let atOf = (): number | null => null;
  const session = createSession({
    ...page,
    mayBox: true,
    draw: drawsOf(
      () => made,
      () => atOf(),
    ),
  });
  const training = createTraining(session);
  made = training;

  const { program } = session;
  /** The parameters at the shown pass; read again whenever a pass comes. */
  const parts = computed(() => {
    const at = training.partsStep.value;
    return at === null ? null : training.partsAt(at);
  });
  const playground = createPlayground(session, {
    watched: training.watched,
    parts,
    run: () => training.run(),
  });
  /** A playground shows its network until it is asked for the graph. */
  const isGraphShown = signal(false);
  const tab = signal<Tab>("loss");
  const graph = createGraph(
    session,
    training,
    computed(
      () =>
        (isGraphShown.value || !playground.isHere.value) &&
        (!session.screen.isPhone.value || tab.value === "network"),
    ),
  );
  atOf = () => graph.at.peek();
  /** Why the link that led here could not be opened. */
  const remark = signal<string | null>(null);
  const kept = computed<Kept | null>(() => {
    const { values, fast_engine: _, ...text } = program.program.value;
    if (text.source === "") return null;
    return { ...text, ...(Object.keys(values).length > 0 ? { values } : {}) };
  });

  /** What Explore opens: the program as it is at the shown pass, where its loop can end there. */
  const keptHere = computed<Kept | null>(() => {
    const at = graph.at.value;
    const of = training.newest.value?.of ?? null;
    const all = kept.value;
    return all === null || at === null || of === null ? all : { ...all, source: upTo(all.source, at, of) };
  });

  const look = signal(PLAIN);
  /** The pass that a link shows, once it is recorded. */
  let wanted: number | null = null;
  session.life.effect(() => {
    const [recorded, isOver] = [training.recorded.value, !training.isOn.value];
    const at = nearestOf(recorded, wanted ?? 0);
    if (wanted === null || at === null || (at < wanted && !isOver)) return;
    wanted = null;
    training.show(at);
  });

  /** Copy a link to the program, the shown step and how it is looked at. */
  async function share(): Promise<void> {
    if (kept.value === null) return;
    const seen: Seen = {
      ...(training.shown.value === null ? {} : { pass: training.shown.value }),
      ...(isGraphShown.value ? { graph: true } : {}),
      ...(look.value.log ? { log: true } : {}),
      ...(look.value.smooth > 1 ? { smooth: look.value.smooth } : {}),
    };
    const { address, left } = await addressOf({ ...kept.value, train: seen });
    const { shown } = training;
    const title = shown.value === null ? "Link" : `Link to step ${count(shown.value)}`;
    await session.share.copy(title, address, left);
  }

  function see({ pass, graph, log, smooth }: Seen): void {
    wanted = typeof pass === "number" ? pass : null;
    isGraphShown.value = graph === true;
    look.value = {
      ...PLAIN,
      ...(log === true ? { log } : {}),
      ...(typeof smooth === "number" ? { smooth } : {}),
    };
  }

  /** Put a program here and begin to train it, where there is something to train. */
  function open(state: Kept | null): void {
    const { source, files, values } = state === null || state.source.trim() === "" ? FIRST : state;
    program.setText(files === undefined ? { source } : { source, files });
    program.given.value = values ?? {};
    see((state?.train ?? {}) as Seen);
    if (loopOf(source) !== null) training.run();
  }
  const address = createAddress(session.life, {
    state: kept,
    open: async (state) => open(state),
    refused: (message) => {
      remark.value = message;
      open(null);
    },
  });

  async function begin(): Promise<void> {
    address.follow();
    if (location.hash.length > 1) await address.read();
    else open(boot.state === undefined ? null : check(boot.state));
  }

  return {
    session,
    training,
    playground,
    isGraphShown,
    graph,
    address,
    kept,
    keptHere,
    remark,
    begin,
    loop: computed(() => loopOf(program.source.value)),
    settings: computed(() => settingsOf(program.source.value)),
    isEditing: signal(false),
    /** The element of a matrix that is given a slider. */
    element: signal<string | null>(null),
    tab,
    look,
    share,
  };
}

export type Train = ReturnType<typeof createTrain>;

export const [TrainProvider, useTrain] = provided<Train>("the page Train");
