/** What each use of a wrong value brings, with the bug and without it. */
import type { JSX } from "preact";
import { find, name } from "../compute/naming";
import { short, signed } from "../format";
import { usePractise } from "./state";
import { type Row, same } from "./verdict";

/** Rows that are written out. */
const LISTED = 12;
/** Users that get a column of their own; with more, the shares of a row share a column. */
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
      {hasLeft && <th scope="col">left over</th>}
      {users === null ? (
        <th scope="col">share of each use</th>
      ) : (
        users.map((id) => <th key={id} scope="col">{`from ${nameOf(id)}`}</th>)
      )}
      <th scope="col">{isAssign ? "with =" : "with the bug"}</th>
      <th scope="col">{isAssign ? "with +=" : "should be"}</th>
      <th scope="col">first differs at</th>
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

export function Table(): JSX.Element | null {
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
