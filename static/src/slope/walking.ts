/** Walking downhill: gradient descent on the leaf that varies, step after step, drawn at a walking pace. */
import { computed, effect, signal } from "@preact/signals";
import { DROPPED, Latest as Lane } from "../session/latest";
import { Queue as Turns } from "../session/queue";
import { descend, type Program } from "../wire/calls";
import { Offline, Problem } from "../wire/problem";
import type { Descent } from "../wire/types";
import { session } from "./session";

import { curve, fixed, leaf, problem, rate, walkFrom } from "./state";

export interface Row {
  readonly x: number;
  readonly value: number;
  readonly slope: number;
}

const MOST = 200;
const WALK = 100;
const FLAT = 1e-6;
const PACE = 140;
const WHOLE = 2500;

const taken = signal<readonly Row[]>([]);
const shown = signal(0);
/** Why the walk ended early. */
export const end = signal<string | null>(null);
/** The rows that have been walked so far. */
export const rows = computed(() => taken.value.slice(0, shown.value));
export const isWalking = computed(() => shown.value < taken.value.length);
/** Where the slope has become 0 to six places. */
export const minimum = computed<Row | null>(() => {
  const last = rows.value.at(-1);
  return last !== undefined && Math.abs(last.slope) <= FLAT ? last : null;
});

const lane = new Lane(2000);
const turns = new Turns(lane);
let timer: ReturnType<typeof setTimeout> | undefined;

function clear(): void {
  clearTimeout(timer);
  taken.value = [];
  shown.value = 0;
  end.value = null;
}

/** Another function, start or rate is another walk. */
export function forget(): void {
  effect(() => {
    fixed.value;
    leaf.value;
    walkFrom.value;
    rate.value;
    turns.forget();
    lane.clear();
    clear();
  });
}

const from = (start: number): Program => ({
  source: fixed.peek().source,
  values: { ...fixed.peek().values, [leaf.peek()]: start },
});

async function course(start: number, steps: number, use: (answer: Descent) => void): Promise<void> {
  const options = {
    learning_rate: rate.peek(),
    steps,
    direction: "minimize" as const,
    parameters: [leaf.peek()],
    stride: 1,
    watch: [leaf.peek()],
  };
  try {
    const answer = await lane.run((abort) => descend(from(start), options, abort));
    if (answer === DROPPED) return;
    session.connection.isBack();
    use(answer);
  } catch (error) {
    if (error instanceof Problem) problem.value = error;
    else if (error instanceof Offline) session.connection.isAway(() => undefined);
    else throw error;
  }
}

function read(answer: Descent): Row[] {
  return answer.losses.flatMap((value, step): Row[] => {
    const frame = answer.frames.find((each) => each.step === step);
    const [at, slope] = [frame?.data[0], frame?.grad[0]];
    return at === undefined || slope === undefined ? [] : [{ x: at, value, slope }];
  });
}

function tick(): void {
  clearTimeout(timer);
  shown.value = session.screen.isStill.peek()
    ? taken.value.length
    : Math.min(taken.value.length, shown.value + 1);
  if (shown.value < taken.value.length)
    timer = setTimeout(tick, Math.max(16, Math.min(PACE, WHOLE / taken.value.length)));
}

function told(answer: Descent): void {
  const { stopped } = answer;
  end.value =
    stopped === null
      ? null
      : `Step ${stopped.step} leaves the numbers that a double can hold. Take a smaller rate.`;
}

/** One step more, or the first. */
export async function step(): Promise<void> {
  await turns.take(async () => {
    const last = taken.peek().at(-1);
    if (taken.peek().length > MOST) return;
    await course(last?.x ?? walkFrom.peek(), 1, (answer) => {
      const made = read(answer);
      taken.value = last === undefined ? made : [...taken.peek(), ...made.slice(1)];
      shown.value = taken.value.length;
      told(answer);
    });
  });
}

/** From the start until the slope is 0 or a hundred steps are taken. */
export async function run(): Promise<void> {
  turns.forget();
  await course(walkFrom.peek(), WALK, (answer) => {
    const made = read(answer);
    const flat = made.findIndex((row) => Math.abs(row.slope) <= FLAT);
    clear();
    taken.value = flat < 0 ? made : made.slice(0, flat + 1);
    shown.value = Math.min(1, taken.value.length);
    if (flat < 0) told(answer);
    tick();
  });
}

/** A descent runs on the graph of its start, also where the program would take another branch. */
export const keepsGraph = computed(() => curve.value?.reusable === false);
