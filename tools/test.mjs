// Runs tests/page with node's own test runner. Bundled first: Node 20 cannot read TypeScript by itself.

import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { writeOps } from "./ops.mjs";
import { writeTypes } from "./wire.mjs";

const TESTS = "tests/page";
const OUT = ".page-tests"; // not below node_modules, where Node 24 finds no tests

const sources = (await readdir(TESTS, { recursive: true }))
  .filter((path) => /\.test\.tsx?$/.test(path))
  .sort();
if (sources.length === 0) throw new Error(`There is no test in ${TESTS}.`);

await writeTypes();
await writeOps();
await rm(OUT, { recursive: true, force: true });
await build({
  entryPoints: sources.map((path) => join(TESTS, path)),
  outdir: OUT,
  outbase: TESTS,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  external: ["typescript"], // it reads its own files
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
  platform: "node",
  sourcemap: "inline",
  target: "node20",
});

const bundles = sources.map((path) => join(OUT, path.replace(/\.tsx?$/, ".mjs")));
const { status } = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-reporter=spec", ...bundles],
  {
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
