/** A request of the developer page, and the same request as people write it: curl, Python, JavaScript. */
import { headersOf, type Wire } from "../wire/exchange";

export const LANGUAGES = ["curl", "Python", "JavaScript"] as const;
export type Language = (typeof LANGUAGES)[number];

export function snippet(language: Language, origin: string, wire: Wire): string {
  if (language === "curl") return curl(origin, wire);
  return language === "Python" ? python(origin, wire) : javascript(origin, wire);
}

/** A word for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function curl(origin: string, wire: Wire): string {
  const method = wire.method === (wire.body === null ? "GET" : "POST") ? "" : ` -X ${wire.method}`;
  const lines = [`curl -sS${method} ${quoted(origin + wire.path)}`];
  for (const [name, value] of Object.entries(headersOf(wire)))
    lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  const { body } = wire;
  // A program has quotes of its own; between these two lines the shell reads none.
  if (body?.includes("'")) return `${[...lines, "-d @- <<'JSON'"].join(" \\\n  ")}\n${body}\nJSON`;
  if (body !== null) lines.push(`-d ${quoted(body)}`);
  return lines.join(" \\\n  ");
}

function python(origin: string, wire: Wire): string {
  const call = ["GET", "POST", "PUT", "PATCH", "DELETE"].includes(wire.method)
    ? `httpx.${wire.method.toLowerCase()}(`
    : `httpx.request("${wire.method}", `;
  const lines = [`${call}${JSON.stringify(origin + wire.path)}`];
  // httpx says itself that what it is given as `json` is JSON.
  if (Object.keys(wire.headers).length > 0) lines.push(`headers=${literal(wire.headers, "    ")}`);
  if (wire.body !== null) lines.push(`json=${literal(parsed(wire.body), "    ")}`);
  const joined = lines.length === 1 ? `${lines[0]})` : `${lines.join(",\n    ")},\n)`;
  return `import httpx\n\nanswer = ${joined}\nprint(answer.status_code, answer.text)`;
}

function javascript(origin: string, wire: Wire): string {
  const options: string[] = [];
  if (wire.method !== "GET") options.push(`method: "${wire.method}"`);
  const headers = headersOf(wire);
  if (Object.keys(headers).length > 0) options.push(`headers: ${JSON.stringify(headers)}`);
  if (wire.body !== null) {
    const shown = JSON.stringify(parsed(wire.body), null, 2) ?? wire.body;
    options.push(`body: JSON.stringify(${shown.replaceAll("\n", "\n  ")})`);
  }
  const rest = options.length === 0 ? "" : `, {\n  ${options.join(",\n  ")},\n}`;
  return `const answer = await fetch(${JSON.stringify(origin + wire.path)}${rest});\nconsole.log(answer.status, await answer.text());`;
}

/** The parsed JSON; the string itself while it is being typed and does not parse. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** JSON as a Python literal, an entry a line. */
export function literal(value: unknown, indent: string): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return Object.is(value, -0) ? "-0.0" : JSON.stringify(value);
  const inner = `${indent}    `;
  const entries = Array.isArray(value)
    ? value.map((each) => literal(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${literal(each, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const flat = `${open}${entries.join(", ")}${close}`;
  if (flat.length + indent.length <= 88 && !flat.includes("\n")) return flat;
  return `${open}\n${entries.map((entry) => `${inner}${entry},\n`).join("")}${indent}${close}`;
}
