/**
 * JSON text laid out for reading: a list of numbers stays on its line, every number stays as it was sent, and
 * data and grad differ in colour. It works on the string and not on the parsed value, because reading a
 * number and writing it again would lose the sign of -0.0.
 */

export interface Piece {
  readonly text: string;
  readonly kind: "data" | "grad" | "plain";
}

const WIDTH = 72;
const DATA = new Set(["data", "value", "values", "losses", "difference"]);
const GRAD = new Set(["grad", "grads", "upstream", "contribution", "before", "after"]);

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g;

type Tree = { readonly open: "[" | "{"; readonly entries: readonly Entry[] } | string;
interface Entry {
  readonly key: string | null;
  readonly value: Tree;
}

function read(tokens: Iterator<string>, first: string): Tree {
  if (first !== "[" && first !== "{") return first;
  const entries: Entry[] = [];
  for (let token = tokens.next().value as string; token !== "]" && token !== "}"; ) {
    if (token === ",") token = tokens.next().value as string;
    if (first === "{") {
      tokens.next(); // the colon
      entries.push({ key: token, value: read(tokens, tokens.next().value as string) });
    } else entries.push({ key: null, value: read(tokens, token) });
    token = tokens.next().value as string;
  }
  return { open: first, entries };
}

const CLOSE = { "[": "]", "{": "}" } as const;

function flat(tree: Tree): string {
  if (typeof tree === "string") return tree;
  const inside = tree.entries.map(({ key, value }) => (key === null ? "" : `${key}: `) + flat(value));
  return `${tree.open}${inside.join(", ")}${CLOSE[tree.open]}`;
}

type Kind = Piece["kind"];

function kindOf(key: string | null, around: Kind): Kind {
  const name = key === null ? "" : key.slice(1, -1);
  if (DATA.has(name)) return "data";
  if (GRAD.has(name)) return "grad";
  return key === null || around !== "plain" ? around : "plain";
}

function write(tree: Tree, indent: string, kind: Kind, out: Piece[]): void {
  if (typeof tree === "string") {
    out.push({ text: tree, kind: tree.startsWith('"') ? "plain" : kind });
    return;
  }
  const short = indent.length + flat(tree).length <= WIDTH;
  const inner = `${indent}  `;
  out.push({ text: tree.open, kind: "plain" });
  tree.entries.forEach(({ key, value }, index) => {
    const gap = short ? (index > 0 ? " " : "") : `\n${inner}`;
    out.push({ text: (index > 0 ? "," : "") + gap + (key === null ? "" : `${key}: `), kind: "plain" });
    write(value, inner, kindOf(key, kind), out);
  });
  out.push({
    text: (short || tree.entries.length === 0 ? "" : `\n${indent}`) + CLOSE[tree.open],
    kind: "plain",
  });
}

/** JSON in pieces; any other string unchanged. */
export function pretty(text: string): Piece[] {
  try {
    JSON.parse(text);
  } catch {
    return [{ text, kind: "plain" }];
  }
  const tokens = (text.match(TOKEN) ?? []).values();
  const out: Piece[] = [];
  write(read(tokens, tokens.next().value as string), "", "plain", out);
  return joined(out);
}

function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last?.kind === piece.kind) out[out.length - 1] = { text: last.text + piece.text, kind: piece.kind };
    else out.push(piece);
  }
  return out;
}
