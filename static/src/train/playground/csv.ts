/**
 * A table as people paste it: commas, semicolons or tabs, a header or none, decimal commas. What cannot be read is said
 * with its row and column. Pure.
 */

/** Rows of one data set, as the engine has it. */
const MOST_ROWS = 10_000;
const MOST_CLASSES = 20;
const MOST_PROBLEMS = 20;

type Separator = "," | ";" | "\t";

export interface Table {
  readonly separator: Separator;
  readonly header: readonly string[];
  readonly hasHeader: boolean;
  readonly rows: readonly (readonly string[])[];
  /** The line of the text that each row is on. */
  readonly lines: readonly number[];
}

type Code =
  | "empty"
  | "too-many-rows"
  | "ragged"
  | "one-column"
  | "not-a-number"
  | "missing"
  | "one-class"
  | "too-many-classes"
  | "constant";

export interface Fault {
  readonly code: Code;
  /** Line and column (of the table) from 1; null where it is about the whole. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

const place = (line: number, column: number): string => `Line ${line}, column ${column}. `;

/** The cells of a line; a cell in double quotes may hold the separator. */
function cells(line: string, separator: Separator): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const found: string[] = [];
  let [cell, isQuoted] = ["", false];
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? "";
    if (letter === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) {
      found.push(cell.trim());
      cell = "";
    } else cell += letter;
  }
  return [...found, cell.trim()];
}

/** A finite number as it was written, with a comma for the point where the table has other separators; null if it is none. */
function numberOf(cell: string, separator: Separator): number | null {
  const plain = (separator === "," ? cell : cell.replace(",", ".")).replace("−", "-");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) && Number.isFinite(Number(plain))
    ? Number(plain)
    : null;
}

/** The separator that cuts the first lines into most columns, the same number on each; a tab or a semicolon goes first. */
function separatorOf(lines: readonly string[]): Separator {
  const first = lines.slice(0, 10);
  const widths = (separator: Separator): number =>
    Math.min(...first.map((line) => cells(line, separator).length));
  return (["\t", ";"] as const).find((each) => widths(each) > 1) ?? ",";
}

/** Read a table, or say why it is none. */
export function parseTable(text: string): {
  readonly table: Table | null;
  readonly faults: readonly Fault[];
} {
  const refuse = (...faults: Fault[]) => ({ table: null, faults });
  const all = text
    .replace(/^\uFEFF/, "")
    .replaceAll(/\r\n?/g, "\n")
    .split("\n");
  const kept = all.flatMap((line, at) => (line.trim() === "" ? [] : [at]));
  if (kept.length === 0)
    return refuse({
      code: "empty",
      line: null,
      column: null,
      message: "There is no row. Paste one row a line.",
    });
  if (kept.length > MOST_ROWS + 1)
    return refuse({
      code: "too-many-rows",
      line: null,
      column: null,
      message: `${kept.length.toLocaleString("en-US")} rows. The limit is ${MOST_ROWS.toLocaleString("en-US")}.`,
    });
  const separator = separatorOf(kept.map((at) => all[at] ?? ""));
  const split = kept.map((at) => cells(all[at] ?? "", separator));
  const width = split[0]?.length ?? 0;
  if (width < 2)
    return refuse({
      code: "one-column",
      line: (kept[0] ?? 0) + 1,
      column: 1,
      message: `${place((kept[0] ?? 0) + 1, 1)}A row has at least two columns: an input and a label.`,
    });
  const faults = split.flatMap((row, at): Fault[] => {
    if (row.length === width) return [];
    const line = (kept[at] ?? 0) + 1;
    const column = Math.min(row.length, width) + 1;
    const message = `${place(line, column)}This row has ${row.length} column${row.length === 1 ? "" : "s"}, the first has ${width}.`;
    return [{ code: "ragged", line, column, message }];
  });
  if (faults.length > 0) return refuse(...faults.slice(0, MOST_PROBLEMS));
  const hasHeader = split[0]?.every((cell) => numberOf(cell, separator) === null) ?? false;
  const rows = hasHeader ? split.slice(1) : split;
  if (rows.length === 0)
    return refuse({
      code: "empty",
      line: null,
      column: null,
      message: "There is a header and no row below it.",
    });
  if (rows.length > MOST_ROWS)
    return refuse({
      code: "too-many-rows",
      line: null,
      column: null,
      message: `${rows.length.toLocaleString("en-US")} rows. The limit is ${MOST_ROWS.toLocaleString("en-US")}.`,
    });
  const header = hasHeader
    ? (split[0] ?? []).map((cell, at) => cell || `x${at + 1}`)
    : Array.from({ length: width }, (_, at) => (at === width - 1 ? "label" : `x${at + 1}`));
  const lines = kept.slice(hasHeader ? 1 : 0).map((at) => at + 1);
  return { table: { separator, header, hasHeader, rows, lines }, faults: [] };
}

export interface Choice {
  readonly inputs: readonly number[];
  readonly label: number;
  /** Whether the label is a number to be learned; else it is a class. */
  readonly isNumber: boolean;
}

export interface Points {
  readonly names: readonly string[];
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly number[];
  /** What the classes are called, in order; empty where labels are numbers. */
  readonly classes: readonly string[];
}

/** What the columns look like: every column of numbers is an input, the last is the label. */
export function guess(table: Table): Choice {
  const label = table.header.length - 1;
  const isNumeric = (at: number): boolean =>
    table.rows.every((row) => numberOf(row[at] ?? "", table.separator) !== null);
  const distinct = new Set(table.rows.map((row) => row[label]));
  const inputs = table.header.flatMap((_, at) => (at !== label && isNumeric(at) ? [at] : []));
  return {
    inputs: inputs.length > 0 ? inputs : [0],
    label,
    isNumber: isNumeric(label) && distinct.size > Math.min(MOST_CLASSES, Math.max(2, table.rows.length / 2)),
  };
}

const byOrder = (one: string, other: string): number =>
  Number.isNaN(Number(one) - Number(other)) ? (one < other ? -1 : 1) : Number(one) - Number(other);

/** The columns that were chosen, as numbers. What prevents that is a fault; a constant input is only named. */
export function pick(
  table: Table,
  choice: Choice,
): {
  readonly points: Points | null;
  readonly faults: readonly Fault[];
  readonly notes: readonly Fault[];
} {
  const faults: Fault[] = [];
  const cell = (row: number, column: number): number => {
    const text = table.rows[row]?.[column] ?? "";
    const value = numberOf(text, table.separator);
    if (value === null && faults.length < MOST_PROBLEMS) {
      const line = table.lines[row] ?? 0;
      faults.push({
        code: text === "" ? "missing" : "not-a-number",
        line,
        column: column + 1,
        message: `${place(line, column + 1)}${text === "" ? "A number is missing." : `\`${text.slice(0, 40)}\` is not a finite number.`}`,
      });
    }
    return value ?? Number.NaN;
  };
  const rows = table.rows.map((_, row) => choice.inputs.map((column) => cell(row, column)));
  const texts = table.rows.map((row) => row[choice.label] ?? "");
  texts.forEach((text, row) => {
    if (text === "" || /^[-+]?nan$/i.test(text)) cell(row, choice.label);
  });
  const classes = choice.isNumber ? [] : [...new Set(texts)].sort(byOrder);
  const column = choice.label + 1;
  if (!choice.isNumber && classes.length === 1)
    faults.push({
      code: "one-class",
      line: null,
      column,
      message: `Every label is \`${classes[0]}\`. Two classes are needed.`,
    });
  if (classes.length > MOST_CLASSES)
    faults.push({
      code: "too-many-classes",
      line: null,
      column,
      message: `${classes.length} classes. The limit is ${MOST_CLASSES}. Is the label a number to be learned?`,
    });
  const index = new Map(classes.map((name, at) => [name, classes.length === 2 ? 2 * at - 1 : at]));
  const labels = choice.isNumber
    ? table.rows.map((_, row) => cell(row, choice.label))
    : texts.map((text) => index.get(text) ?? 0);
  if (choice.inputs.length === 0)
    faults.push({ code: "missing", line: null, column: null, message: "Choose at least one input." });
  const notes = choice.inputs.flatMap((at, k): Fault[] => {
    const first = rows[0]?.[k];
    if (!Number.isFinite(first) || rows.some((row) => row[k] !== first)) return [];
    return [
      {
        code: "constant",
        line: null,
        column: at + 1,
        message: `Column ${at + 1} is ${first} in every row. It tells nothing apart.`,
      },
    ];
  });
  const names = choice.inputs.map((at) => table.header[at] ?? `x${at + 1}`);
  return { points: faults.length === 0 ? { names, rows, labels, classes } : null, faults, notes };
}

const plainName = (name: string): string => name.replaceAll(/[,;"\n|]/g, " ").trim() || "x";

/** The file that the program reads: commas, a header, the label last with the names of the classes. */
export function printPoints({ names, rows, labels, classes }: Points): string {
  const label = classes.length === 0 ? "label" : `label: ${classes.map(plainName).join(" | ")}`;
  const header = [
    ...names.map((name, at) => (Number.isNaN(Number(plainName(name))) ? plainName(name) : `x${at + 1}`)),
    label,
  ];
  return `${[header.join(","), ...rows.map((row, at) => [...row, labels[at] ?? 0].join(","))].join("\n")}\n`;
}

/** The points of the program's own file; null where it is not written as `printPoints` writes it. */
export function readPoints(text: string): Points | null {
  const { table } = parseTable(text);
  if (table === null || table.separator !== ",") return null;
  const all = table.rows.map((row) => row.map((cell) => numberOf(cell, ",") ?? Number.NaN));
  if (all.some((row) => row.some(Number.isNaN))) return null;
  const last = table.header.at(-1) ?? "";
  const said = /^label: (.*)$/.exec(last)?.[1];
  return {
    names: table.header.slice(0, -1),
    rows: all.map((row) => row.slice(0, -1)),
    labels: all.map((row) => row.at(-1) ?? 0),
    classes: said === undefined ? [] : said.split(" | "),
  };
}
