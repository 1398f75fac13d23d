// A built file in the codings that browsers take: written once, as small as it gets, and never compressed again on its
// way. (app/pages/files.py chooses.)

import { writeFile } from "node:fs/promises";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const LEAST_BYTES = 1_024; // what fits one packet gains nothing

const brotli = (contents) =>
  brotliCompressSync(contents, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: contents.length,
    },
  });

export async function writeCompressed(path, contents) {
  if (contents.length < LEAST_BYTES) return;
  await writeFile(`${path}.br`, brotli(contents));
  await writeFile(`${path}.gz`, gzipSync(contents, { level: 9 }));
}
