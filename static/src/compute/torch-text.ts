/**
 * A PyTorch program whose tensors are single numbers, with a Value for each. Pure: text in, text out. What needs
 * more of PyTorch than that is not rewritten, rather than half of it.
 */

const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const OPTION = String.raw`,\s*(?:requires_grad\s*=\s*(?:True|False)|dtype\s*=\s*[\w.]+)\s*`;
const AFTER = String.raw`(?:\.(?:double|float|requires_grad_)\(\s*(?:True)?\s*\))*`;
const TENSOR = String.raw`torch\.(?:tensor|Tensor|FloatTensor|DoubleTensor)\(\s*\[?\s*(${NUMBER})\s*\]?\s*(?:${OPTION})*\)${AFTER}`;

const NAMED = new RegExp(String.raw`^(\s*)(\w+)\s*=\s*${TENSOR}`, "gmi");
const UNNAMED = new RegExp(TENSOR, "gi");
const IMPORT = /^[ \t]*(?:import torch\b.*|from torch\b.*)\n?/gm;
const REQUIRES_GRAD = /[ \t]*;?[ \t]*\b\w+\.requires_grad(?:_\(\s*(?:True)?\s*\)|\s*=\s*True)/g;
const CALL = /\b(?:torch|F|torch\.nn\.functional)\.(tanh|exp|log|relu|sigmoid|sqrt|sin|cos|abs)\(/;
/** PyTorch's own names, which must be gone in the end. */
const LEFT = /\b(?:torch|nn|F)\.|\.(?:detach|item|numpy|clone|mean|sum|view)\(/;

/** Where the parenthesis ends that begins before this place; -1 where it does not. */
function endOf(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** `torch.tanh(n)` as `n.tanh()`, however deep. */
function withMethods(text: string): string {
  const found = CALL.exec(text);
  if (found === null) return text;
  const from = found.index + found[0].length;
  const end = endOf(text, from);
  if (end < 0) return text;
  const argument = text.slice(from, end).trim();
  const of = /^\w+$/.test(argument) ? argument : `(${argument})`;
  return withMethods(`${text.slice(0, found.index)}${of}.${found[1]}()${text.slice(end + 1)}`);
}

/** What a step of descent changes without grads is the data: `w -= …` under `with torch.no_grad():`. */
function withoutGrads(lines: readonly string[]): string[] {
  let inside: number | null = null;
  return lines.flatMap((line) => {
    const indent = line.search(/\S/);
    if (inside !== null && indent >= 0 && indent <= inside) inside = null;
    if (/^\s*with torch\.no_grad\(\):\s*$/.test(line)) {
      inside = indent;
      return [line.replace(/with .*/, "if True: # torch.no_grad()")];
    }
    return [inside === null ? line : line.replace(/^(\s*)(\w+)(\s*[-+]=)/, "$1$2.data$3")];
  });
}

/** The program with Values in place of its tensors; null where some tensor is not a single number. */
export function withValues(source: string): string | null {
  const values = source
    .replace(IMPORT, "")
    .replace(NAMED, (_, indent: string, name: string, number: string) => {
      return `${indent}${name} = Value(${number}, label='${name}')`;
    })
    .replace(UNNAMED, "Value($1)")
    .replace(REQUIRES_GRAD, "")
    .replace(/\.(data|grad)\.item\(\)/g, ".$1")
    .replace(/\.item\(\)/g, ".data")
    .replace(/\.grad\.zero_\(\)/g, ".grad = 0.0")
    .replace(/[ \t]+$/gm, "");
  const written = withMethods(withoutGrads(values.split("\n")).join("\n")).replace(/^\n+/, "");
  const code = written.replace(/#.*$/gm, "");
  return written === source || LEFT.test(code) || !/\bValue\(/.test(code) ? null : written;
}
