/** The bug lab: switches, the line that each changes, the drawing with both numbers, the verdict, the table. */

import type { JSX } from "preact";
import { Drawing } from "../components/drawing";
import { Icon } from "../components/icon";
import { Prose } from "../components/prose";
import { find, name } from "../compute/naming";
import { short, signed } from "../format";
import { useSession } from "../session/context";
import type { Bug } from "../wire/types";
import { change } from "./code";
import { LAB_EXAMPLES } from "./examples";
import { BUGS } from "./kept";
import { usePractise } from "./state";
import { type Row, same } from "./verdict";

const TOLD: Readonly<Record<Bug, { title: string; about: string }>> = {
  assign: {
    title: "Write `=` instead of `+=`",
    about: "Each use overwrites the grad. The last one wins.",
  },
  depth_first: {
    title: "Skip topological order",
    about: "A node passes its grad on before all its uses have reported.",
  },
  no_zero_grad: {
    title: "Skip `zero_grad`",
    about: "Leaves keep the grads of the last pass, and this pass adds to them.",
  },
  zero_leaves_only: {
    title: "Zero only the leaves",
    about: "As micrograd's `zero_grad` does: computed values keep the last pass over the same graph.",
  },
};

function Switches(): JSX.Element {
  const { bugs, result, switchBug } = usePractise().lab;
  const answer = result.value?.answer ?? null;
  return (
    <ul class="bugs">
      {BUGS.map((bug) => {
        const isOn = bugs.value.includes(bug);
        const wrong = answer?.alone[bug];
        return (
          <li key={bug}>
            <label class="switch bug">
              <input
                type="checkbox"
                role="switch"
                checked={isOn}
                aria-checked={isOn}
                aria-describedby={`about-${bug}`}
                onChange={(event) => switchBug(bug, event.currentTarget.checked)}
              />
              <strong>
                <Prose text={TOLD[bug].title} />
              </strong>
            </label>
            {isOn && wrong !== undefined && answer !== null && (
              <span class={wrong > 0 ? "tag err" : "tag"}>
                {bugs.value.length > 1 && "alone "}
                {wrong} of {answer.compared} wrong
              </span>
            )}
            <p id={`about-${bug}`}>
              <Prose text={TOLD[bug].about} />
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function Diff(): JSX.Element {
  const { firstOp, bugs } = usePractise().lab;
  return (
    <div class="diffs">
      {bugs.value.map((bug) => {
        const { place, right, wrong } = change(bug, firstOp.value);
        const label = `Changed line in ${place}: ${right.join("")} becomes ${wrong.join("")}`;
        return (
          <div key={bug} class="diff" role="img" aria-label={label}>
            <span class="muted">{place}</span>
            <span class="del">
              <i>−</i>
              {right[0]}
              <b>{right[1]}</b>
              {right[2]}
            </span>
            <span class="add">
              <i>+</i>
              {wrong[0]}
              <b>{wrong[1]}</b>
              {wrong[2]}
            </span>
          </div>
        );
      })}
    </div>
  );
}

/** Rows that are written out. */
const LISTED = 12;
/** Users that get a column of their own; with more, the shares of a row stand together. */
const COLUMNS = 3;

function Amounts({ row, from }: { row: Row; from: string | null }): JSX.Element {
  const shares = row.shares.filter((share) => from === null || share.from === from);
  if (shares.length === 0) return <span class="muted">–</span>;
  return (
    <>
      {shares.map((share) => {
        const text = share.got === null ? "–" : signed(share.got);
        const isOff = share.got === null || !same(share.got, share.right);
        return (
          <span key={`${share.from}-${share.slot}`} class="amount">
            {share.isLost ? <s>{text}</s> : <span class={isOff ? "err" : "grad"}>{text}</span>}{" "}
          </span>
        );
      })}
    </>
  );
}

/** "−6 + 3 = −3": what the right pass adds up. */
function sum(row: Row): string {
  const [first, ...more] = row.shares;
  if (first === undefined) return short(row.shouldBe);
  if (more.length === 0) return short(row.shouldBe);
  if (more.length > COLUMNS) return short(row.shouldBe);
  const added = more.map(({ right }) => (right < 0 ? ` − ${short(-right)}` : ` + ${short(right)}`)).join("");
  return `${short(first.right)}${added} = ${short(row.shouldBe)}`;
}

/** A column a user, or one for all of them. */
type Users = readonly string[] | null;

/** Who a grad comes from, over all wrong rows; null where they are too many for columns. */
function usersOf(rows: readonly Row[]): Users {
  const ids = [...new Set(rows.flatMap((row) => row.shares.map((share) => share.from)))];
  return ids.length <= COLUMNS ? ids : null;
}

function Head({ users, hasLeft }: { users: Users; hasLeft: boolean }): JSX.Element {
  const { bugs, result } = usePractise().lab;
  const isAssign = bugs.value.length === 1 && bugs.value[0] === "assign";
  const nameOf = (id: string): string => {
    const node = find(result.value?.doc ?? null, id);
    return node === null ? id : name(node);
  };
  return (
    <tr>
      <th scope="col">value</th>
      {hasLeft && <th scope="col">still there</th>}
      {users === null ? (
        <th scope="col">each use brings</th>
      ) : (
        users.map((id) => <th key={id} scope="col">{`from ${nameOf(id)}`}</th>)
      )}
      <th scope="col">{isAssign ? "with =" : "with the bug"}</th>
      <th scope="col">{isAssign ? "with +=" : "should be"}</th>
      <th scope="col">parts at</th>
    </tr>
  );
}

function Line({ row, users, hasLeft }: { row: Row; users: Users; hasLeft: boolean }): JSX.Element {
  const { result } = usePractise().lab;
  const wrong = result.value?.answer.wrong.find((each) => each.node === row.node);
  return (
    <tr>
      <td>{row.name}</td>
      {hasLeft && <td class={row.left === 0 ? "muted" : "err"}>{row.left === 0 ? "–" : signed(row.left)}</td>}
      {(users ?? [null]).map((id) => (
        <td key={id}>
          <Amounts row={row} from={id} />
        </td>
      ))}
      <td class="err">{short(row.got)}</td>
      <td class="grad">{sum(row)}</td>
      <td>step {wrong?.step}</td>
    </tr>
  );
}

function Table(): JSX.Element | null {
  const found = usePractise().lab.wrongRows.value;
  if (found.length === 0) return null;
  const users = usersOf(found);
  const hasLeft = found.some((row) => row.left !== 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone must be reached by the keyboard
    <section class="ev-frame" aria-label="Table of contributions" tabIndex={0}>
      <table class="ev">
        <caption class="sr">Contributions with and without the bug</caption>
        <thead>
          <Head users={users} hasLeft={hasLeft} />
        </thead>
        <tbody>
          {found.slice(0, LISTED).map((row) => (
            <Line key={row.node} row={row} users={users} hasLeft={hasLeft} />
          ))}
        </tbody>
      </table>
      {found.length > LISTED && <p class="none">and {found.length - LISTED} more</p>}
    </section>
  );
}

function Verdict(): JSX.Element | null {
  const { verdict } = usePractise().lab;
  const found = verdict.value;
  if (found === null) return null;
  return (
    <div class={found.isWrong ? "verdict" : "verdict is-fine"} role="status">
      <Icon name={found.isWrong ? "warn" : "check"} />
      <p>
        <b>
          <Prose text={found.title} />
        </b>{" "}
        <Prose text={found.text} />
      </p>
    </div>
  );
}

function Trouble(): JSX.Element | null {
  const {
    document: { problem },
    picture: { refusal },
  } = usePractise().lab.session;
  const found = problem.value ?? refusal.value;
  if (found === null) return null;
  return (
    <div class="instead" role="status">
      <h2>
        {found.place === null
          ? problem.value === null
            ? "No drawing"
            : "No numbers"
          : `Line ${found.place.line}, column ${found.place.column}`}
      </h2>
      <p>
        <Prose text={`${found.detail} ${found.hint ?? ""}`.trim()} />
      </p>
    </div>
  );
}

const OWN = "own";

function ExampleChoice(): JSX.Element {
  const {
    document: { doc },
    program: { moved, source },
  } = useSession();
  const { chosen, bugs, loadExample, load } = usePractise().lab;
  const choose = (value: string): void => {
    if (value === OWN) load({ source: source.peek(), values: moved.peek() }, bugs.peek(), null);
    else loadExample(Number(value));
  };
  return (
    <span class="select">
      <select
        aria-label="Program of the bug lab"
        value={chosen.value === null ? OWN : String(chosen.value)}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {LAB_EXAMPLES.map(({ title }, index) => (
          <option key={title} value={String(index)}>
            {title}
          </option>
        ))}
        <option value={OWN} disabled={doc.value === null}>
          The program of Predict
        </option>
      </select>
      <Icon name="down" />
    </span>
  );
}

export function BugLab(): JSX.Element {
  const { session, moment, isBusy } = usePractise().lab;
  return (
    <section aria-labelledby="bug-lab" class="lab" aria-busy={isBusy.value}>
      <header class="lead">
        <h1 id="bug-lab">Bug lab</h1>
        <p>Break backward on purpose and see which grads go wrong.</p>
        <ExampleChoice />
      </header>
      <Switches />
      <Diff />
      <div class="canvas">
        <Drawing session={session} moment={moment} />
        <Trouble />
      </div>
      <Verdict />
      <Table />
    </section>
  );
}
