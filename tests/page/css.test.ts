/** The style: every class that it names is one that the page or the server's drawings write. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const read = (folder: string, kind: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => kind.test(path))
    .map((path) => readFileSync(join(folder, path), "utf8").replace(/\/\*[\s\S]*?\*\//g, ""));

const NAME = /[A-Za-z_][\w-]*/g;
/** CodeMirror's own, and the name of a page, which templates/page.html writes. */
const ELSEWHERE = /^(cm|page)-/;

const styles = [...read("static/css", /\.css$/), ...read("static/src", /\.css$/)];
const classes = styles.flatMap((style) =>
  [...style.matchAll(/([^{};]+)\{/g)].flatMap(([, selector = ""]) =>
    selector.trim().startsWith("@")
      ? []
      : [...selector.matchAll(/\.(-?[A-Za-z_][\w-]*)/g)].map(([, name = ""]) => name),
  ),
);

/** What stands in strings: class names have neither capitals nor the marks of a sentence. */
const written = new Set(
  [...read("static/src", /\.tsx?$/), ...read("templates", /\.html$/), ...read("app/drawing", /\.py$/)]
    .flatMap((source) => [...source.matchAll(/"([^"\n]*)"|`([^`]*)`|'([^'\n]*)'/g)])
    .flatMap(([text]) => text.match(NAME) ?? []),
);

test("no rule is for a class that nothing has", () => {
  assert.ok(classes.length > 500);
  assert.deepEqual(
    [...new Set(classes)].filter((name) => !written.has(name) && !ELSEWHERE.test(name)),
    [],
  );
});

test("no property is declared that nothing reads", () => {
  const declared = styles.flatMap((style) =>
    [...style.matchAll(/(--[\w-]+)\s*:/g)].map(([, name = ""]) => name),
  );
  const read = new Set(
    styles.flatMap((style) => [...style.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name)),
  );
  assert.ok(read.size > 50);
  assert.deepEqual(
    [...new Set(declared)].filter((name) => !read.has(name)),
    [],
  );
});
