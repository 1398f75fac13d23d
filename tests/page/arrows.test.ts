/** The folders of the page and which of them each may import: arrows point one way, and no page knows another. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

const SOURCE = "static/src";
const PAGES = [
  "class",
  "compare",
  "dead-end",
  "explore",
  "lessons",
  "practise",
  "reference",
  "saved",
  "slope",
  "train",
  "why",
];

/** What any page may import beside its own folder. Modules outside folders are under their own name. */
const SHARED = [
  "components",
  "compute",
  "curves",
  "drawing",
  "editor",
  "format",
  "offer",
  "page",
  "plot",
  "session",
  "wire",
];

const MAY: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  format: [],
  compute: ["format", "wire"],
  editor: ["wire"],
  plot: ["format"],
  drawing: ["compute", "format", "wire"],
  offer: [],
  session: ["compute", "drawing", "format", "offer", "wire"],
  components: ["compute", "drawing", "editor", "format", "plot", "session", "wire"],
  curves: ["components", "format", "offer", "plot"],
  page: ["session", "wire"],
  theme: [],
  ...Object.fromEntries(PAGES.map((page) => [page, SHARED])),
};

const modules = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.tsx?$/.test(path),
);

const folder = (path: string): string => path.split(/[/.]/)[0] ?? "";

const imported = (path: string): string[] =>
  [...readFileSync(join(SOURCE, path), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(
    ([, to = ""]) => relative(SOURCE, join(SOURCE, dirname(path), to)),
  );

test("every folder imports only what it may", () => {
  assert.ok(modules.length > 100);
  for (const path of modules) {
    const may = MAY[folder(path)];
    assert.ok(may !== undefined, `${path}: which folders may it import?`);
    for (const to of imported(path)) {
      const there = folder(to);
      assert.ok(there === folder(path) || may.includes(there), `${path} imports ${to}`);
    }
  }
});

test("the arrows between folders make no circle", () => {
  const below = (name: string, path: readonly string[]): void => {
    assert.ok(!path.includes(name), [...path, name].join(" → "));
    for (const each of MAY[name] ?? []) below(each, [...path, name]);
  };
  for (const name of Object.keys(MAY)) below(name, []);
});
