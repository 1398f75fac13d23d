/** What is said about one call: its fields, its forms, and each way of being refused. */
import type { JSX } from "preact";
import { Prose } from "../components/prose";
import { Verb } from "./contents";
import type { Call, FieldEntry, Parameter } from "./openapi";
import { Refusals } from "./refusals";
import { Table } from "./table";

function Fields({ of, heading }: { of: readonly FieldEntry[]; heading: string }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <>
      <h2>{heading}</h2>
      <Table name={heading} heads={["Field", "Type", "Meaning"]}>
        {of.map((field) => (
          <tr key={field.name}>
            <th scope="row">{field.name}</th>
            <td class="ty">
              {field.type}
              {field.required && <small> required</small>}
            </td>
            <td>
              <Prose text={field.about} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

const placed = (parameters: readonly Parameter[], place: Parameter["place"]): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.place === place);

export function Article({ call }: { call: Call }): JSX.Element {
  return (
    <>
      <h1>{call.title}</h1>
      <p class="route">
        <Verb method={call.method} />
        <span>{call.path}</span>
      </p>
      <p class="lede">
        <Prose text={call.about} />
      </p>
      <Fields heading="In the path" of={placed(call.parameters, "path")} />
      <Fields heading="In the query" of={placed(call.parameters, "query")} />
      <Fields heading="Headers" of={placed(call.parameters, "header")} />
      <Fields heading="Request" of={call.fields} />
      {call.types.length > 0 && (
        <>
          <h2>Answer</h2>
          <p>
            Status {call.success},{" "}
            {call.types.map((type, index) => (
              <span key={type}>
                {index > 0 && " or "}
                <code>{type}</code>
              </span>
            ))}
            .
          </p>
        </>
      )}
      {call.refusals.length > 0 && (
        <>
          <h2>When it is refused</h2>
          <Refusals of={call.refusals} />
        </>
      )}
    </>
  );
}
