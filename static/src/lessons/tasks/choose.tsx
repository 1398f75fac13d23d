/** Nodes to be chosen, in the graph or from a list. */
import type { JSX } from "preact";
import { among, chosen } from "../check";
import { useLessons } from "../state";
import { Check } from "./check";
import type { Kind } from "./kind";

export function Choose({ task }: Kind<"choose">): JSX.Element {
  const {
    check,
    work: { fresh },
    pick,
    picked,
  } = useLessons();
  const doc = fresh.value;
  const nodes = doc === null ? [] : among(doc, task.rule).filter((node) => node.label !== "");
  return (
    <div class="ls-answer">
      <fieldset class="ls-choices">
        <legend>Click nodes in the graph, or choose them here</legend>
        {nodes.map((node) => (
          <label class="check" key={node.id}>
            <input type="checkbox" checked={picked.value.has(node.id)} onChange={() => pick(node.id)} />
            <code>{node.label || node.id}</code>
          </label>
        ))}
      </fieldset>
      <Check onCheck={() => void check((facts) => chosen(task, picked.peek(), facts))} />
    </div>
  );
}
