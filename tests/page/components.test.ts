/** Components are short: every function of a .tsx module, a component or what one uses, has fewer than 60 lines. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";

const FEWER_THAN = 60;
const SOURCE = "static/src";

interface Measured {
  readonly name: string;
  readonly lines: number;
}

/** Every function with a body, from its first line to its last. */
function functionsOf(file: string, text: string): Measured[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const found: Measured[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined)
      found.push({
        name: `${file}:${lineAt(node.getStart()) + 1}`,
        lines: lineAt(node.end) - lineAt(node.getStart()) + 1,
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test("a function is measured from its head to its closing brace, one inside another too", () => {
  const text =
    'export function A() {\n  const b = () => {\n    go();\n  };\n  return <p class="x">{b()}</p>;\n}\n';
  assert.deepEqual(functionsOf("a.tsx", text), [
    { name: "a.tsx:1", lines: 6 },
    { name: "a.tsx:2", lines: 3 },
  ]);
});

test("no component has 60 lines or more", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".tsx"),
  );
  const all = files.flatMap((path) => functionsOf(path, readFileSync(`${SOURCE}/${path}`, "utf8")));
  assert.ok(all.length > 1000, `only ${all.length} functions were found`);
  assert.deepEqual(
    all.filter(({ lines }) => lines >= FEWER_THAN),
    [],
  );
});
