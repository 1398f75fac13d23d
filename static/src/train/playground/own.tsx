/** Own data: a CSV file or pasted text, what is read of it, and which columns are inputs and label. */
import type { JSX } from "preact";
import { chooseFiles } from "../../components/choose-files";
import { Dialog } from "../../components/dialog";
import { Select } from "../../components/select";
import { counted, short } from "../../format";
import type { Choice, Fault, Table } from "./csv";
import { useTable } from "./own-table";
import type { Scale } from "./rescale";
import { usePlayground } from "./state";

const SHOWN = 5;
const MOST_COLUMNS = 8;
/** A longer text is not put into the field, which would take seconds to lay it out. */
const MOST_WRITTEN = 200_000;

function Faults({ of }: { of: readonly Fault[] }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <ul class="pg-faults" role="alert">
      {of.slice(0, SHOWN).map((fault) => (
        <li key={fault.message}>{fault.message}</li>
      ))}
      {of.length > SHOWN && <li>and {of.length - SHOWN} more</li>}
    </ul>
  );
}

function Preview({ table, choice }: { table: Table; choice: Choice }): JSX.Element {
  const kind = (at: number): string =>
    at === choice.label ? "label" : choice.inputs.includes(at) ? "input" : "left out";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by keys
    <section class="pg-preview" tabIndex={0} aria-label="Preview">
      <table>
        <thead>
          <tr>
            {table.header.slice(0, MOST_COLUMNS).map((name, at) => (
              <th key={at} scope="col">
                {name} <small>{kind(at)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, SHOWN).map((row, at) => (
            <tr key={at}>
              {row.slice(0, MOST_COLUMNS).map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Columns({
  table,
  choice,
  onChoice,
}: {
  table: Table;
  choice: Choice;
  onChoice: (next: Choice) => void;
}): JSX.Element {
  const toggle = (at: number, isOn: boolean): void =>
    onChoice({
      ...choice,
      inputs: isOn
        ? [...choice.inputs, at].sort((one, other) => one - other)
        : choice.inputs.filter((each) => each !== at),
    });
  return (
    <div class="pg-columns">
      <fieldset>
        <legend>Inputs</legend>
        {table.header.map((name, at) =>
          at === choice.label ? null : (
            <label key={at} class="check">
              <input
                type="checkbox"
                checked={choice.inputs.includes(at)}
                onChange={(event) => toggle(at, event.currentTarget.checked)}
              />
              {name}
            </label>
          ),
        )}
      </fieldset>
      <Select
        label="Label"
        value={String(choice.label)}
        choices={table.header.map((name, at) => [String(at), `Label: ${name}`])}
        onValue={(next) =>
          onChoice({
            ...choice,
            label: Number(next),
            inputs: choice.inputs.filter((at) => at !== Number(next)),
          })
        }
      />
      <Select
        label="What the label is"
        value={choice.isNumber ? "number" : "class"}
        choices={[
          ["class", "Learn its classes"],
          ["number", "Learn its number, f(x)"],
        ]}
        onValue={(next) => onChoice({ ...choice, isNumber: next === "number" })}
      />
    </div>
  );
}

function Rescaling({
  isOn,
  scales,
  onChange,
}: {
  isOn: boolean;
  scales: readonly Scale[];
  onChange: (isOn: boolean) => void;
}): JSX.Element {
  return (
    <>
      <label class="check">
        <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
        Rescale each input to mean 0 and deviation 1
      </label>
      {isOn && (
        <p class="none">
          {scales
            .slice(0, MOST_COLUMNS)
            .map(({ name, mean, deviation }) => `${name}: (x − ${short(mean)}) / ${short(deviation)}`)
            .join("; ")}
        </p>
      )}
    </>
  );
}

export function OwnData({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const its = usePlayground();
  const { text, table, choice, points, scales, ...read } = useTable();
  const choose = (): void => chooseFiles(async ([file]) => file && read.takeFile(file));
  return (
    <Dialog id="pg-own" class="dialog pg-own" title="Own data" isOpen={isOpen} onClose={onClose}>
      <div class="pg-own-body">
        <p>One row a line, with commas, semicolons or tabs between its columns.</p>
        <textarea
          class="field"
          aria-label="Table"
          rows={5}
          spellcheck={false}
          value={text.length > MOST_WRITTEN ? "" : text}
          placeholder={text.length > MOST_WRITTEN ? "The file is too long to be shown here." : undefined}
          onInput={(event) => read.take(event.currentTarget.value)}
        />
        <button class="btn" type="button" onClick={choose}>
          Choose a CSV file
        </button>
        <Faults of={read.faults} />
        {table !== null && choice !== null && (
          <>
            <Preview table={table} choice={choice} />
            <Columns table={table} choice={choice} onChoice={read.choose} />
            {read.notes.map((note) => (
              <p key={note.message} class="none">
                {note.message}
              </p>
            ))}
            {scales !== null && <Rescaling isOn={read.isRescaled} scales={scales} onChange={read.rescale} />}
          </>
        )}
      </div>
      <div class="pf">
        <span>{points === null ? "" : counted(points.rows.length, "row")}</span>
        <button
          class="btn primary"
          type="button"
          disabled={points === null}
          onClick={() => {
            if (points === null) return;
            its.use(points);
            onClose();
          }}
        >
          Use these points
        </button>
      </div>
    </Dialog>
  );
}
