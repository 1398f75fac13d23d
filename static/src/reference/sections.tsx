/** The sections of the developer page that belong to no single call. */
import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { Prose } from "../components/prose";
import { boot, rooted } from "../wire/boot";
import { short, Verb } from "./contents";
import { Refusals, sentence } from "./refusals";
import { useReference } from "./state";
import { Table } from "./table";

/** A path that breaks after its slashes where it has to. */
const Path = ({ of }: { of: string }): JSX.Element => (
  <span>
    {of.split(/(?<=\/)/).map((part) => (
      <>
        {part}
        <wbr />
      </>
    ))}
  </span>
);

export function Overview(): JSX.Element {
  const { calls } = useReference();
  return (
    <>
      <h1>A program in, its graph out</h1>
      <p class="lede">
        Send micrograd-style Python, get back every value, every gradient, each step of the backward pass and
        the drawing. The same request gives the same answer, with the same ids.
      </p>
      <div class="links">
        <a class="btn primary" href={rooted("/")}>
          <Icon name="away" />
          Try it in the explorer
        </a>
        <a class="btn" href={rooted("/openapi.json")}>
          <Icon name="save" />
          openapi.json
        </a>
      </div>
      <h2>Every call</h2>
      <Table name="Every call" heads={["Call", "Does"]}>
        {calls.value.map((call) => (
          <tr key={call.id}>
            <th scope="row">
              <a class="call" href={`#${call.id}`}>
                <Verb method={call.method} />
                <Path of={short(call.path)} />
              </a>
            </th>
            <td>{sentence(call.title)}</td>
          </tr>
        ))}
      </Table>
      <h2>Before your first call</h2>
      <p>
        Everything is under <code>/api/v1</code>, JSON in UTF-8. Names that are written here are never renamed
        or removed; fields and calls may be added. A field that a call does not have is refused.
      </p>
      <p>
        A number that is not finite is one of the strings <code>"NaN"</code>, <code>"Infinity"</code> and{" "}
        <code>"-Infinity"</code>. Everything else is a double, written so that reading it gives the same bits.
      </p>
      <p>The examples beside this text run against this server. Nothing is sent to any other.</p>
    </>
  );
}

export function Operations(): JSX.Element {
  return (
    <>
      <h1>Operations</h1>
      <p class="lede">
        Every operation of the language, from <code>/api/v1/ops</code>: how it is written, what it computes,
        and its local derivative for each argument.
      </p>
      <Table name="Operations" heads={["Name", "Written", "Value", "Local derivatives"]} kind="ops">
        {boot.ops.map((op) => (
          <tr key={op.name}>
            <th scope="row">{op.name}</th>
            <td class="ty">{written(op)}</td>
            <td>{op.formula}</td>
            <td>
              {op.rules.map((rule) => (
                <div key={rule}>{rule}</div>
              ))}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function written(op: { name: string; token: string; arity: number | null }): string {
  if (op.name === "neg") return "-a";
  if (op.token !== "") return `a ${op.token} b`;
  if (op.arity === null) return `${op.name}([a, b, …])`;
  return op.arity === 1 ? `${op.name}(a)` : `${op.name}(a, b)`;
}

export function Limits(): JSX.Element {
  return (
    <>
      <h1>Limits</h1>
      <p class="lede">
        The limits of this server, from <code>/api/v1/limits</code>. An error that is about a limit names it
        and its value in <code>limit</code>.
      </p>
      <Table name="Limits" heads={["Limit", "Counts", "#Most"]}>
        {Object.entries(boot.limits).map(([name, { value, unit, about }]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Prose text={about} />
            </td>
            <td class="num">
              {value.toLocaleString("en")} {unit}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

export function Errors(): JSX.Element {
  const { calls } = useReference();
  const refusals = calls.value.flatMap((call) => call.refusals);
  const once = new Map(refusals.map((refusal) => [refusal.code, refusal]));
  const sorted = [...once.values()].sort((a, b) => a.status - b.status || a.code.localeCompare(b.code));
  return (
    <>
      <h1>Errors</h1>
      <p class="lede">
        One shape for all of them, <code>application/problem+json</code>, with a <code>code</code> to switch
        on. Errors in a program have <code>line</code> and <code>column</code>, counted from 1, and a{" "}
        <code>hint</code> that says what to write instead.
      </p>
      <Refusals of={sorted} />
    </>
  );
}
