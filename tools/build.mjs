// Bundles the pages, each a module and its style: static/src and static/css -> static/dist, with a manifest from plain names to hashed ones.
//
// The server asks the manifest for a file's name, so every bundle can be cached for ever.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { writeCompressed } from "./compressed.mjs";
import { writeOps } from "./ops.mjs";
import { relativeLengths } from "./rem.mjs";
import { savedPage } from "./saved-page.mjs";
import { writeTypes } from "./wire.mjs";

const DIST = "static/dist";
const PAGES = [
  "dead-end/dead-end",
  "explore/explorer",
  "practise/practise",
  "slope/slope",
  "class/class",
  "compare/compare",
  "lessons/lessons",
  "train/train",
  "reference/developer",
  "why/why",
];
const ENTRIES = [
  ...PAGES.flatMap((module) => [`static/src/${module}.tsx`, `static/src/${module}.css`]),
  "static/src/theme.ts",
];
const WORKER = "static/src/train/playground/worker.ts";

await writeTypes();
await writeOps();

const COMMON = {
  outdir: DIST,
  entryNames: "[name]-[hash]",
  bundle: true,
  format: "esm",
  legalComments: "eof",
  logLevel: "warning",
  minify: true,
  target: ["es2022", "chrome123", "firefox120", "safari17.5"], // the first browsers that know light-dark()
  write: false, // a build that fails leaves the last one standing
};

const JSX = { jsx: "automatic", jsxImportSource: "preact" };

// A worker is a file of its own, whose name the page that begins it must know.
const worker = await build({ ...COMMON, entryPoints: [{ in: WORKER, out: "regions" }] });

const saved = await savedPage({ ...COMMON, ...JSX, plugins: [relativeLengths] });

const { metafile, outputFiles } = await build({
  ...COMMON,
  entryPoints: ENTRIES,
  chunkNames: "shared-[hash]",
  splitting: true, // what pages share is loaded once
  ...JSX,
  define: {
    REGIONS_WORKER: JSON.stringify(basename(worker.outputFiles[0].path)),
    SAVED_PAGE: JSON.stringify(saved.name),
  },
  metafile: true,
  plugins: [relativeLengths],
});

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });
const files = [
  ...[...worker.outputFiles, ...outputFiles].map(({ path, contents }) => [path, contents]),
  [join(DIST, saved.name), Buffer.from(saved.text)],
];
for (const [path, contents] of files) {
  await writeFile(path, contents);
  await writeCompressed(path, contents);
}

// What a module imports, and what that imports: a page asks for all of it at once.
function imported(path, found = new Set()) {
  for (const { path: to, kind } of metafile.outputs[path]?.imports ?? []) {
    if (kind !== "import-statement" || found.has(to)) continue;
    found.add(to);
    imported(to, found);
  }
  return found;
}

const manifest = {};
const imports = {};
for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
  const hashed = basename(path);
  const extension = hashed.slice(hashed.lastIndexOf("."));
  if (entryPoint === undefined) continue;
  const plain = basename(entryPoint).replace(/\.[^.]+$/, extension);
  manifest[plain] = hashed;
  if (extension === ".js") imports[plain] = [...imported(path)].map((each) => basename(each));
}

// Last, because its presence is what says that the page is built.
await writeFile(join(DIST, "imports.json"), `${JSON.stringify(imports, null, 2)}\n`);
await writeFile(join(DIST, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
