/** Rules that the pages' styles keep. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

test("the editor's rules are in no layer, or CodeMirror's own would win", () => {
  const styles = readdirSync("static/src", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".css"),
  );
  const imports = styles.flatMap(
    (name) => readFileSync(`static/src/${name}`, "utf8").match(/@import "[^"]*css\/editor\.css".*/g) ?? [],
  );
  assert.ok(imports.length >= 5);
  assert.deepEqual(
    imports.filter((line) => line.includes("layer")),
    [],
  );
});
