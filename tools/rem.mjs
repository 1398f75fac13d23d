// Lengths of the page's styles are written in px and served in rem, so that a reader's own size of text enlarges the
// page with its text; conditions of @media become em, which is the same size there. Lines of one or two px stay lines,
// and what is drawn in units of an SVG stays as it is.

import { readFile } from "node:fs/promises";

const ROOT = 16;
const DRAWN = /\/(graph|verdict|plot)\.css$/;
const THINNEST = 3;

const LENGTH = /(?<![\w#.-])(-?\d*\.?\d+)px\b/g;
const rem = (text, unit) =>
  text.replace(LENGTH, (whole, number) =>
    Math.abs(Number(number)) < THINNEST ? whole : `${Number((Number(number) / ROOT).toFixed(6))}${unit}`,
  );

/** A style with its lengths relative to the reader's size of text. */
export const relative = (css) =>
  css
    .split(/(@(?:media|container)[^{]*)/)
    .map((part) => rem(part, part.startsWith("@media") ? "em" : "rem"))
    .join("");

/** For esbuild: every style of the page, as it is read. */
export const relativeLengths = {
  name: "relative lengths",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/static\/.*\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return { contents: DRAWN.test(path) ? css : relative(css), loader: "css" };
    });
  },
};
