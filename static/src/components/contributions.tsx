/** Every use of a value with its share of the grad. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { byCall } from "../compute/by-call";
import { name, ordinal } from "../compute/naming";
import type { Use } from "../compute/uses";
import { type Box, titleOf } from "../drawing/boxes";
import { count, counted, repr, short, signed } from "../format";
import { useSession } from "../session/context";
import type { GraphNode } from "../wire/types";
import { Section } from "./section";

const LISTED = 50;

function amount(value: number | null): string {
  return value === null ? "–" : short(value);
}

function UseRow({ use, has }: { use: Use; has: boolean }): JSX.Element {
  const { select } = useSession().selection;
  return (
    <tr>
      <td>
        <button type="button" class="link" onClick={() => select(use.target.id)}>
          {name(use.target)}
        </button>
        , {ordinal(use.slot)} input
      </td>
      <td class="grad" title={has ? repr(use.upstream) : undefined}>
        {has ? short(use.upstream) : "–"}
      </td>
      <td title={use.partial === null ? undefined : repr(use.partial)}>{amount(use.partial)}</td>
      <td class="grad" title={has && use.share !== null ? repr(use.share) : undefined}>
        {has && use.share !== null ? signed(use.share) : "–"}
      </td>
    </tr>
  );
}

/** The closed boxes that are drawn, by the values in them. */
function useHomes(): ReadonlyMap<number, Box> {
  const { boxes } = useSession();
  const all = boxes.value;
  return useMemo(() => {
    const closed = [...(all?.boxes.values() ?? [])].filter((box) => box.kind !== "value");
    return new Map(closed.flatMap((box) => box.members.map((at) => [at, box] as const)));
  }, [all]);
}

/** What each box on the canvas adds, where all uses are known and some box has several. */
function ByCall({ uses, has }: { uses: readonly Use[]; has: boolean }): JSX.Element | null {
  const { boxes, selection } = useSession();
  const homes = useHomes();
  const all = boxes.value;
  const shares = byCall(uses, (at) => homes.get(at));
  if (all === null || !shares.some((each) => each.uses > 1)) return null;
  return (
    <table class="by-call">
      <thead>
        <tr>
          <th scope="col">by call</th>
          <th scope="col">uses</th>
          <th scope="col">adds</th>
        </tr>
      </thead>
      <tbody>
        {shares.map(({ box, share, uses: times }) => (
          <tr key={box.id}>
            <td>
              <button type="button" class="link" onClick={() => selection.select(null, box.path)}>
                {titleOf(all, box.id)}
              </button>
            </td>
            <td>{count(times)}</td>
            <td class="grad">{has && share !== null ? signed(share) : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Every use with its share. The foot is the node's grad: the sum, wherever the shares belong to this pass. */
export function Contributions({ node, uses }: { node: GraphNode; uses: readonly Use[] }): JSX.Element | null {
  if (node.op === "constant" || uses.length === 0) return null;
  const has = node.grad_state === "fresh" || node.grad_state === "accumulated";
  const total = node.uses ?? uses.length;
  return (
    <Section title="Contributions" note={counted(total, "use")}>
      {total === uses.length && <ByCall uses={uses} has={has} />}
      <table class="uses">
        <thead>
          <tr>
            <th scope="col">used by</th>
            <th scope="col">upstream</th>
            <th scope="col">× local</th>
            <th scope="col">adds</th>
          </tr>
        </thead>
        <tbody>
          {uses.slice(0, LISTED).map((use) => (
            <UseRow
              key={`${use.target.id}-${use.slot}`}
              use={use}
              has={has && use.target.grad_state !== "none"}
            />
          ))}
        </tbody>
        <tfoot>
          {total > LISTED && (
            <tr>
              <td colSpan={4}>and {count(total - LISTED)} more</td>
            </tr>
          )}
          <tr>
            <td>
              grad of {name(node)}
              {node.grad_state === "accumulated" && `, ${node.passes} passes`}
            </td>
            <td />
            <td />
            <td class="grad">{has ? short(node.grad) : "–"}</td>
          </tr>
        </tfoot>
      </table>
    </Section>
  );
}
