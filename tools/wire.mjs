// Makes static/src/wire/schema.ts from openapi.json beside it: the types of every request and answer, and where in an
// answer are numbers that JSON may spell as strings. What is up to date is left as it is, so that make sees nothing new.
// By hand: node tools/wire.mjs

import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const FROM = "static/src/wire/openapi.json";
const TO = "static/src/wire/schema.ts";

/** A double: a number, or the name of one that is not finite. */
const isDouble = ({ anyOf }) => anyOf?.some((each) => each.enum?.includes("-Infinity")) ?? false;

/** The document with each double as the page has it once it is read: a number. */
function asRead(value) {
  if (Array.isArray(value)) return value.map(asRead);
  if (value === null || typeof value !== "object") return value;
  if (!isDouble(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asRead(each)]));
  return { type: value.anyOf.some(({ type }) => type === "null") ? ["number", "null"] : "number" };
}

/** Where doubles are: 1 is one, a name another schema, [each] a list, {field: …} an object, "*" any field. */
function doubles(schema, has) {
  if (schema === undefined || typeof schema !== "object") return null;
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1);
    return has(name) ? name : null;
  }
  if (isDouble(schema)) return 1;
  if (schema.anyOf !== undefined)
    return schema.anyOf.map((each) => doubles(each, has)).find((each) => each !== null) ?? null;
  if (schema.type === "array") {
    const each = doubles(schema.items, has);
    return each === null ? null : [each];
  }
  const fields = {
    ...schema.properties,
    ...(schema.additionalProperties ? { "*": schema.additionalProperties } : {}),
  };
  const found = Object.entries(fields)
    .map(([name, each]) => [name, doubles(each, has)])
    .filter(([, each]) => each !== null);
  return found.length === 0 ? null : Object.fromEntries(found);
}

/** The schemas that hold doubles, and which of them each call answers with. */
function tables({ components: { schemas }, paths }) {
  const known = new Map();
  const has = (name) => {
    if (!known.has(name)) known.set(name, doubles(schemas[name], has));
    return known.get(name) !== null;
  };
  const answers = Object.entries(paths).flatMap(([path, { get, post }]) => {
    const schema = Object.values((post ?? get)?.responses ?? {})[0]?.content?.["application/json"]?.schema;
    const name = schema?.$ref?.split("/").at(-1);
    return name !== undefined && has(name) ? [[path, name]] : [];
  });
  const places = [...known].filter(([, where]) => where !== null).sort(([a], [b]) => (a < b ? -1 : 1));
  return { places: Object.fromEntries(places), answers: Object.fromEntries(answers) };
}

/** Write the types, if they are not those of the document as it is now. */
export async function writeTypes() {
  const document = JSON.parse(await readFile(FROM, "utf8"));
  const tree = await openapiTS(asRead(document), {
    alphabetize: true,
    defaultNonNullable: false, // a default is the server's to fill in: the field may be left out
    immutable: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  const { places, answers } = tables(document);
  const made = `// Made by tools/wire.mjs from openapi.json: not to be edited.

${astToString(tree)}
/** Where the doubles of a schema are: read.ts goes by it. */
export const DOUBLES = ${JSON.stringify(places, null, 2)} as const;

/** The schemas with doubles that calls answer with. */
export const ANSWERS = ${JSON.stringify(answers, null, 2)} as const;

/** How descent can go: what each optimiser is set to by default and remembers, and the schedules. */
export const DESCENT = ${JSON.stringify(document["x-descent"], null, 2)} as const;

/** The most backward passes of one call. */
export const MOST_PASSES = ${document.components.schemas.BackwardRequest.properties.passes.maximum};
`;
  const before = await readFile(TO, "utf8").catch(() => "");
  if (made !== before) await writeFile(TO, made);
}

if (process.argv[1] === import.meta.filename) await writeTypes();
