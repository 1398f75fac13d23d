/** The state of a grad as the table says it. */
import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { Mark } from "../../components/mark";
import { isWrong } from "../../compute/own";
import { card, count } from "../../format";
import type { GraphNode } from "../../wire/types";

function words(node: GraphNode, now: number | null): [brief: string, rest: string] {
  switch (node.grad_state) {
    case "none":
      return ["not computed yet", ""];
    case "fresh":
      return now !== null ? ["now", `, step ${count(now)}`] : ["up to date", ""];
    case "stale":
      return ["stale", ""];
    case "accumulated":
      return [`sum of ${node.passes} passes`, ""];
    default:
      return ["set", " by the program"];
  }
}

/** No grad is to be had here. */
function None({ brief, rest = "" }: { brief: string; rest?: string }): JSX.Element {
  return (
    <span class="st muted">
      <span>
        {brief}
        {rest !== "" && <span class="w">{rest}</span>}
      </span>
    </span>
  );
}

/** It is not what calculus gives, or the other side of a comparison has another. */
function Wrong({ node }: { node: GraphNode }): JSX.Element {
  const isOther = node.theirs !== undefined;
  const right = node.theirs ?? node.expected_grad ?? 0;
  return (
    <span class="st err">
      <Icon name="close" />
      <span>
        {isOther ? "right" : "wrong"}
        <span class="w">
          , {isOther ? "yours is" : "should be"} {card(right)}
        </span>
      </span>
    </span>
  );
}

/** A phone shows the first part only. */
export function State({ node, now }: { node: GraphNode; now: number | null }): JSX.Element {
  if (node.op === "constant") return <None brief="none" rest=", a plain number" />;
  if (node.hidden === "grad") return <None brief="hidden" />;
  if (isWrong(node) || node.theirs !== undefined) return <Wrong node={node} />;
  const [brief, rest] = words(node, now);
  return (
    <span class="st">
      <Mark state={node.grad_state} passes={node.passes} />
      <span>
        {brief}
        <span class="w">{rest}</span>
      </span>
    </span>
  );
}
