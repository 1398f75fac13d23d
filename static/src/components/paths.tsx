/** Every path from the value to the output, with the product along each and their sum. */

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { find, name } from "../compute/naming";
import { count, counted, repr, short, signed } from "../format";
import { useSession } from "../session/context";
import type { GraphDocument, GraphNode, Path, Paths } from "../wire/types";
import { Placeholder } from "./placeholder";
import { Section } from "./section";

const BEGINNING = 3;
const END = 2;
/** A count of more digits than these is given by its size. */
const DIGITS = 25;

/** The first and the last of many, with how many lie between them. */
function ends(texts: readonly string[]): string[] {
  if (texts.length <= BEGINNING + END + 1) return [...texts];
  const left = texts.length - BEGINNING - END;
  return [...texts.slice(0, BEGINNING), `… ${counted(left, "more")}`.replace(/s$/, ""), ...texts.slice(-END)];
}

/** How many paths there are, in words: "2 paths", "about 1.27 × 10³⁰ paths". */
export function many(found: Paths): string {
  if (found.count === null) return "more than 10³⁰⁸ paths";
  if (typeof found.count === "number") return counted(found.count, "path");
  const digits = found.count.toString();
  if (digits.length <= DIGITS) return `${found.count.toLocaleString("en-US")} paths`;
  const power = [...String(digits.length - 1)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
  return `about ${digits[0]}.${digits.slice(1, 3)} × 10${power} paths`;
}

function Row({ shown, path }: { shown: GraphDocument; path: Path }): JSX.Element {
  const { isKept, keep, lit, point } = useSession().paths;
  const names = path.nodes.map((id) => {
    const node = find(shown, id);
    return node === null ? id : name(node);
  });
  const factors = path.partials.map((partial) => (partial < 0 ? `(${short(partial)})` : short(partial)));
  const isLit = lit.value === path;
  return (
    <li>
      <button
        type="button"
        class={isLit ? "path is-lit" : "path"}
        aria-pressed={isKept(path)}
        onPointerEnter={() => point(path)}
        onPointerLeave={() => point(null)}
        onFocus={() => point(path)}
        onBlur={() => point(null)}
        onClick={() => keep(path)}
      >
        <span class="trail">{ends(names).join(" → ")}</span>
        <span class="product" title={repr(path.product)}>
          {factors.length > 1 && <span class="factors">{ends(factors).join(" × ")} = </span>}
          <b class="grad">{signed(path.product)}</b>
        </span>
      </button>
    </li>
  );
}

/** What the sum of the listed products says about the grad that is on screen. */
function Sum({ node, found }: { node: GraphNode; found: Paths }): JSX.Element {
  const has = node.grad_state === "fresh" || node.grad_state === "accumulated";
  const grad = node.grad_state === "accumulated" ? "grad of one pass" : `grad of ${name(node)}`;
  return (
    <>
      <p class="total">
        <span>{found.complete ? "sum of all products" : `sum of these ${count(found.paths.length)}`}</span>
        <b class="grad" title={repr(found.sum)}>
          {short(found.sum)}
        </b>
      </p>
      <p class="why">
        {found.complete
          ? has
            ? `This is the ${grad}.`
            : "This is what Backward will find as the grad."
          : `The first ${count(found.paths.length)} of ${many(found)} are listed; all of them add up to the grad${
              has ? `, ${short(found.grad)}` : ""
            }. Backward adds them without walking each.`}
      </p>
    </>
  );
}

export function PathList({ shown, node }: { shown: GraphDocument; node: GraphNode }): JSX.Element | null {
  const { paths, point } = useSession().paths;
  const found = paths.value;
  // A path that is removed while the pointer is over it is no longer pointed at.
  useEffect(() => () => point(null), [found]);
  const output = find(shown, shown.output);
  if (node.op === "constant" || output === null) return null;
  const title = `Paths to ${name(output)}`;
  if (node.id === output.id) {
    return (
      <Section title={title}>
        <p class="why">
          {name(node)} is the output: ∂{name(node)}/∂{name(node)} = 1.
        </p>
      </Section>
    );
  }
  return (
    <Section title={title} {...(found === null ? {} : { note: many(found) })}>
      <Placeholder isKnown={found !== null}>
        {found !== null && (
          <>
            <ul class="paths">
              {found.paths.map((path) => (
                <Row key={`${path.nodes.join()} ${path.slots.join()}`} shown={shown} path={path} />
              ))}
            </ul>
            <Sum node={node} found={found} />
          </>
        )}
      </Placeholder>
    </Section>
  );
}
