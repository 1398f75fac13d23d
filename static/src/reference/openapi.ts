/**
 * The API's calls as the developer page shows them, read from the server's own OpenAPI document.
 * Shapes only: nothing here knows the page, and nothing here fetches.
 */

export interface FieldEntry {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly about: string;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

export interface Parameter extends FieldEntry {
  readonly place: "path" | "query" | "header";
  readonly example: string;
}

export interface Call {
  /** `post-api-v1-evaluate`: part of the page's address. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly title: string;
  readonly about: string;
  readonly parameters: readonly Parameter[];
  readonly fields: readonly FieldEntry[];
  readonly example: unknown;
  /** What it can answer with, in the order in which the document lists it. */
  readonly types: readonly string[];
  readonly success: number;
  /** Whether it keeps something new on the server, whose address it answers. */
  readonly makes: boolean;
  readonly refusals: readonly Refusal[];
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly summary?: string }>>;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
    readonly example?: unknown;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const JSON_TYPE = "application/json";
const PROBLEM_TYPE = "application/problem+json";

/** Every call of a document, in its order. */
export function readCalls(document: OpenApi): Call[] {
  const schemas = document.components?.schemas ?? {};
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => readCall(path, method, operation, schemas)),
  );
}

type Schemas = Readonly<Record<string, Schema>>;

function readCall(path: string, method: string, operation: Operation, schemas: Schemas): Call {
  const body = operation.requestBody?.content[JSON_TYPE];
  const [status, answer] = Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [
    "200",
    {},
  ];
  return {
    id: `${method}${path.replaceAll(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "")}`,
    method: method.toUpperCase(),
    path,
    tag: operation.tags?.[0] ?? "service",
    title: operation.summary ?? path,
    about: operation.description ?? "",
    parameters: readParameters(operation),
    fields: body?.schema === undefined ? [] : readFields(body.schema, schemas),
    example: body?.example,
    types: Object.keys(answer.content ?? {}),
    success: Number(status),
    makes: "201" in operation.responses,
    refusals: readRefusals(operation),
  };
}

function readParameters(operation: Operation): Parameter[] {
  return (operation.parameters ?? [])
    .filter(({ in: place }) => place === "path" || place === "query" || place === "header")
    .map((parameter) => ({
      name: parameter.name,
      place: parameter.in as Parameter["place"],
      type: typeOf(parameter.schema ?? {}),
      required: parameter.required === true,
      about: parameter.description ?? parameter.schema?.description ?? "",
      example: String(
        parameter.example ?? parameter.schema?.examples?.[0] ?? parameter.schema?.enum?.[0] ?? "",
      ),
    }));
}

function readRefusals(operation: Operation): Refusal[] {
  return Object.entries(operation.responses).flatMap(([status, response]) =>
    Object.entries(response.content?.[PROBLEM_TYPE]?.examples ?? {}).map(([code, { summary }]) => ({
      status: Number(status),
      code,
      title: summary ?? code,
    })),
  );
}

const named = (reference: string): string => reference.slice(reference.lastIndexOf("/") + 1);

function resolve(schema: Schema, schemas: Schemas): Schema {
  return schema.$ref === undefined ? schema : (schemas[named(schema.$ref)] ?? {});
}

/** The fields of an object; of one that may be several, those of each, once. */
function readFields(schema: Schema, schemas: Schemas): FieldEntry[] {
  const known = resolve(schema, schemas);
  const alternatives = known.anyOf ?? known.oneOf;
  if (alternatives !== undefined && known.properties === undefined) {
    const all = alternatives.flatMap((each) => readFields(each, schemas));
    return [...new Map(all.map((field) => [field.name, field])).values()];
  }
  const required = new Set(known.required ?? []);
  return Object.entries(known.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(property),
    required: required.has(name),
    about: property.description ?? resolve(property, schemas).description ?? "",
  }));
}

/** A schema in a few words: `string`, `"LR" or "TB"`, `list of string`, `{name: number}`. */
export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return "object";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(" or ");
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return [...new Set(alternatives.map(typeOf))].join(" or ");
  if (schema.type === "array") return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.type === "object" && typeof schema.additionalProperties === "object")
    return `{name: ${typeOf(schema.additionalProperties)}}`;
  return typeof schema.type === "string" ? schema.type : (schema.type?.join(" or ") ?? "any");
}

/** What is kept elsewhere than where it is posted. */
const MADE_AT: Readonly<Record<string, string>> = { "/s": "/api/v1/snapshots" };

/** Which call makes what a path such as `/graphs/{id}` speaks of. */
export function makerOf(call: Call, calls: readonly Call[]): Call | null {
  const [collection = ""] = call.path.split("/{");
  const where = MADE_AT[collection] ?? collection;
  if (where === call.path) return null;
  return calls.find(({ method, path, makes }) => method === "POST" && makes && path === where) ?? null;
}
