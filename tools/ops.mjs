// Makes static/src/compute/ops.ts from the engine's own ops and update rules, which tools/page_ops.py prints. What is up
// to date is left as it is, so that make sees nothing new. By hand: node tools/ops.mjs

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";

const TO = "static/src/compute/ops.ts";

// tools/page.py says by which Python it runs; by hand it is the project's own, else the machine's.
const python =
  (process.env.BACKLENS_PYTHON ??
    [".venv/bin/python", ".venv/Scripts/python.exe"].find((path) => existsSync(path))) ||
  "python3";

/** Write the ops, if they are not those of the engine as it is now. */
export async function writeOps() {
  const { status, stdout, error } = spawnSync(python, ["-m", "tools.page_ops"], {
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${python} -m tools.page_ops failed: ${error?.message ?? status}`);
  const before = await readFile(TO, "utf8").catch(() => "");
  if (stdout !== before) await writeFile(TO, stdout);
}

if (process.argv[1] === import.meta.filename) await writeOps();
