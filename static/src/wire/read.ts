/** Answers as the page has them. JSON cannot write a number that is not finite: "NaN", "Infinity" and "-Infinity" stand for them. */
import { DOUBLES } from "./schema";

/** Where doubles are: 1 is one, a name a schema, a list all its elements, an object its fields, "*" every field. */
export type Where =
  | 1
  | keyof typeof DOUBLES
  | readonly [Where]
  | { readonly [field: string]: Where | undefined };

/** The answer, changed in place: what may be a double is a number, texts that look like one stay texts. */
export function read(raw: unknown, where: Where): unknown {
  if (where === 1) return typeof raw === "string" ? Number(raw) : raw;
  if (typeof raw !== "object" || raw === null) return raw;
  if (typeof where === "string") return read(raw, DOUBLES[where]);
  const body = raw as Record<string, unknown>;
  const all = isList(where) ? where[0] : where["*"];
  for (const name of Object.keys(all === undefined ? where : body)) {
    const each = all ?? (where as Readonly<Record<string, Where>>)[name];
    if (each !== undefined && name in body) body[name] = read(body[name], each);
  }
  return body;
}

const isList = (where: Where): where is readonly [Where] => Array.isArray(where);
