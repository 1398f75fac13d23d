/** Every way in which a request may be refused. */
import type { JSX } from "preact";
import { rooted } from "../wire/boot";
import type { Refusal } from "./openapi";
import { Table } from "./table";

/** A title with the full stop that it lacks. */
export const sentence = (title: string): string => (/[.?!]$/.test(title) ? title : `${title}.`);

export function Refusals({ of }: { of: readonly Refusal[] }): JSX.Element {
  return (
    <Table name="Refusals" heads={["Status", "Code", "When"]}>
      {of.map(({ status, code, title }) => (
        <tr key={code}>
          <th scope="row">{status}</th>
          <td class="ty">
            <a href={rooted(`/problems/${code}`)}>{code}</a>
          </td>
          <td>{sentence(title)}</td>
        </tr>
      ))}
    </Table>
  );
}
