/** Walking downhill: gradient descent on the leaf that varies, step after step, drawn at a walking pace. */
import { computed, signal } from "@preact/signals";
import { assign } from "../session/assign";
import { Queue } from "../session/queue";
import type { Session } from "../session/session";
import { descend } from "../wire/calls";
import type { Descent } from "../wire/types";
import type { SlopeState } from "./state";

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
const PATIENCE = 2000;

function rowsOf(answer: Descent): Row[] {
  return answer.losses.flatMap((value, step): Row[] => {
    const frame = answer.frames.find((each) => each.step === step);
    const [at, slope] = [frame?.data[0], frame?.grad[0]];
    return at === undefined || slope === undefined ? [] : [{ x: at, value, slope }];
  });
}

const endOf = ({ stopped }: Descent): string | null =>
  stopped === null ? null : `Step ${stopped.step} is too large for a double. Use a smaller rate.`;

export function createWalk({ life, screen, createAsk }: Session, state: SlopeState) {
  const { fixed, leaf, walkFrom, rate, problem, curve } = state;
  const taken = signal<readonly Row[]>([]);
  const shown = signal(0);
  /** Why the walk ended early. */
  const end = signal<string | null>(null);
  /** The rows that have been walked so far. */
  const rows = computed(() => taken.value.slice(0, shown.value));
  const ask = createAsk(PATIENCE);
  const presses = new Queue(ask);
  const timer = life.timer();

  function clear(): void {
    timer.stop();
    taken.value = [];
    shown.value = 0;
    end.value = null;
  }

  // Another function, start or rate is another walk.
  life.effect(() => {
    fixed.value;
    leaf.value;
    walkFrom.value;
    rate.value;
    presses.forget();
    ask.clear();
    clear();
  });

  async function course(
    start: number,
    steps: number,
    use: (answer: Descent) => void,
    retry: () => void,
  ): Promise<void> {
    const { source, values } = fixed.peek();
    const sent = { source, values: { ...values, [leaf.peek()]: start } };
    const options = {
      learning_rate: rate.peek(),
      steps,
      direction: "minimize" as const,
      parameters: [leaf.peek()],
      stride: 1,
      watch: [leaf.peek()],
    };
    await ask((signal) => descend(sent, options, signal), {
      use,
      retry,
      refused: (found) => assign(problem, found),
    });
  }

  function tick(): void {
    const count = taken.value.length;
    shown.value = screen.isStill.peek() ? count : Math.min(count, shown.value + 1);
    if (shown.value < count) timer.start(Math.max(16, Math.min(PACE, WHOLE / count)), tick);
  }

  async function stepNow(): Promise<void> {
    const last = taken.peek().at(-1);
    if (taken.peek().length > MOST) return;
    const use = (answer: Descent): void => {
      const made = rowsOf(answer);
      taken.value = last === undefined ? made : [...taken.peek(), ...made.slice(1)];
      shown.value = taken.value.length;
      end.value = endOf(answer);
    };
    await course(last?.x ?? walkFrom.peek(), 1, use, () => void step());
  }

  /** One step more, or the first. */
  async function step(): Promise<void> {
    await presses.take(stepNow);
  }

  /** From the start until the slope is 0 or a hundred steps are taken. */
  async function run(): Promise<void> {
    presses.forget();
    const use = (answer: Descent): void => {
      const made = rowsOf(answer);
      const flat = made.findIndex((row) => Math.abs(row.slope) <= FLAT);
      clear();
      taken.value = flat < 0 ? made : made.slice(0, flat + 1);
      shown.value = Math.min(1, taken.value.length);
      if (flat < 0) end.value = endOf(answer);
      tick();
    };
    await course(walkFrom.peek(), WALK, use, () => void run());
  }

  return {
    end,
    rows,
    isWalking: computed(() => shown.value < taken.value.length),
    /** Where the slope has become 0 to six places. */
    minimum: computed<Row | null>(() => {
      const last = rows.value.at(-1);
      return last !== undefined && Math.abs(last.slope) <= FLAT ? last : null;
    }),
    /** A descent runs on the graph of its start, also where the program would take another branch. */
    keepsGraph: computed(() => curve.value?.reusable === false),
    step,
    run,
  };
}
