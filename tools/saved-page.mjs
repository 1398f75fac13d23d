// The empty page of a saved graph: one HTML file, and a policy that allows the script and the style in it alone. The
// explorer writes a graph into it. It is text to the server, so that no browser opens it from there.
//
// Both are deflated, because a saved page is to be small; what unfolds them has its hash in the policy, and so have they.

import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";

const UNFOLD = `(async () => {
  const unfolded = (id) => {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (each) => each.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  };
  for (const name of ["style", "script"]) {
    const element = document.createElement(name);
    element.textContent = await unfolded(name);
    document.head.append(element);
  }
})();`;

const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const folded = (text) => deflateRawSync(text, { level: 9 }).toString("base64");

export async function savedPage(options) {
  const { outputFiles } = await build({
    ...options,
    entryPoints: ["static/src/saved/saved.tsx", "static/src/saved/saved.css"],
    entryNames: "[name]",
    format: "iife",
    splitting: false,
  });
  const of = (extension) => outputFiles.find(({ path }) => path.endsWith(extension)).text.trim();
  const [script, style] = [of(".js"), of(".css")];
  const policy = [
    "default-src 'none'",
    `script-src ${digest(UNFOLD)} ${digest(script)}`,
    `style-src ${digest(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const text = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Backlens</title>
</head>
<body class="page-saved">
<div id="page"><noscript>This page needs scripts to show its graph.</noscript></div>
<script type="text/plain" id="saved"></script>
<script type="text/plain" id="style">${folded(style)}</script>
<script type="text/plain" id="script">${folded(script)}</script>
<script>${UNFOLD}</script>
</body>
</html>
`;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  return { name: `saved-${hash}.txt`, text };
}
