/** Series as a table of comma-separated values: a row a step, a column a series. Pure. */
import { placeOf, type Series, stepsOf } from "./series";

/** As Python and spreadsheets read it; every digit that is needed. */
const written = (value: number | undefined): string => {
  if (value === undefined) return "";
  if (Number.isNaN(value)) return "nan";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "inf" : "-inf";
};

/** A name that a comma would break is quoted; one that a spreadsheet would take for a formula is marked as text. */
function cell(name: string): string {
  const text = /^[=+\-@\t]/.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(all: readonly Series[]): string {
  const rows = stepsOf(all).map((step) => [
    String(step),
    ...all.map((series) => written(series.values[placeOf(series, step)])),
  ]);
  const names = ["step", ...all.map(({ name }) => cell(name))];
  return [names, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}
