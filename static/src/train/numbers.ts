/** The loop of a program and the numbers in it that can be changed, read from its text alone. Pure. */

export interface Loop {
  /** Lines from 1, the last inclusive. */
  readonly from: number;
  readonly to: number;
}

/** A number of the text: a plain assignment, or how often the loop goes round. */
export interface Setting {
  readonly name: string;
  readonly line: number;
  readonly value: number;
  /** Where it is written: offsets into the whole text. */
  readonly start: number;
  readonly end: number;
}

const indent = (line: string): number => line.length - line.trimStart().length;
const isBlank = (line: string): boolean => /^\s*(#.*)?$/.test(line);
const BACKWARD = /\.backward\s*\(/;
const HEAD = /^\s*(for|while)\b.*:/;
const NUMBER = /[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;

/** The lines after a head that are further in. */
function bodyEnd(lines: readonly string[], head: number): number {
  const depth = indent(lines[head] ?? "");
  let end = head;
  for (let at = head + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (isBlank(line)) continue;
    if (indent(line) <= depth) break;
    end = at;
  }
  return end;
}

/** Names of the functions of the text that call `backward()`, itself or by another of them. */
function callers(lines: readonly string[]): Set<string> {
  const bodies = lines.flatMap((line, at) => {
    const name = /^\s*def\s+(\w+)/.exec(line)?.[1];
    return name === undefined || name === "backward"
      ? []
      : [{ name, text: lines.slice(at + 1, bodyEnd(lines, at) + 1).filter((each) => !isBlank(each)) }];
  });
  const found = new Set<string>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { name, text } of bodies) if (text.some((line) => calls(line, found))) found.add(name);
  }
  return found;
}

const calls = (line: string, names: ReadonlySet<string>): boolean => {
  const code = line.replace(/#.*$/, "");
  if (BACKWARD.test(code)) return true;
  return [...names].some((name) => new RegExp(`\\b${name}\\s*\\(`).test(code));
};

/** The innermost loop around the first call of `backward()` that is in one; null where there is none. */
export function loopOf(source: string): Loop | null {
  const lines = source.split("\n");
  const names = callers(lines);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (isBlank(line) || /^\s*def\b/.test(line) || !calls(line, names)) continue;
    let depth = indent(line);
    for (let above = at - 1; above >= 0; above -= 1) {
      const head = lines[above] ?? "";
      if (isBlank(head) || indent(head) >= depth) continue;
      depth = indent(head);
      if (HEAD.test(head)) return { from: above + 1, to: bodyEnd(lines, above) + 1 };
      if (/^\s*def\b/.test(head)) break;
    }
  }
  return null;
}

/** Whether a name of the text is used anywhere but where it is assigned. */
const isUsed = (source: string, name: string): boolean =>
  (source.match(new RegExp(`\\b${name}\\b`, "g")) ?? []).length > 1;

/** Plain numbers that are assigned at the left edge, and the limit of the loop's range. */
export function settingsOf(source: string): Setting[] {
  const loop = loopOf(source);
  const found: Setting[] = [];
  let offset = 0;
  source.split("\n").forEach((line, at) => {
    const assigned = new RegExp(`^(\\w+)\\s*=\\s*(${NUMBER.source})\\s*(?:#.*)?$`).exec(line);
    if (assigned !== null) {
      const [, name = "", text = ""] = assigned;
      const start = offset + line.indexOf(text, line.indexOf("=") + 1);
      if (isUsed(source, name)) found.push(settingOf(name, at + 1, text, start));
    }
    const seeded = new RegExp(`\\bseed\\(\\s*(${NUMBER.source})\\s*\\)`).exec(line);
    if (seeded !== null && !isBlank(line)) {
      const [whole, text = ""] = seeded;
      found.push(settingOf("seed", at + 1, text, offset + seeded.index + whole.indexOf(text)));
    }
    if (loop !== null && at + 1 === loop.from) {
      const limit = new RegExp(`\\brange\\(\\s*(?:\\w+\\s*,\\s*)?(${NUMBER.source})\\s*\\)`).exec(line);
      if (limit !== null) {
        const [whole, text = ""] = limit;
        found.push(settingOf("steps", at + 1, text, offset + limit.index + whole.lastIndexOf(text)));
      }
    }
    offset += line.length + 1;
  });
  return found;
}

const settingOf = (name: string, line: number, text: string, start: number): Setting => ({
  name,
  line,
  value: Number(text.replaceAll("_", "")),
  start,
  end: start + text.length,
});

/** The text with another number in this place. */
export const withSetting = (source: string, { start, end }: Setting, text: string): string =>
  source.slice(0, start) + text + source.slice(end);

/** What was other in the run before this one: "rate 0.003"; null where the texts are the same. */
export function difference(before: string, now: string): string | null {
  if (before === now) return null;
  const mine = settingsOf(now);
  const other = settingsOf(before).filter(
    (each) => mine.find(({ name, line }) => name === each.name && line === each.line)?.value !== each.value,
  );
  return other.length === 0
    ? "before the edit"
    : other
        .slice(0, 3)
        .map(({ name, value }) => `${name} ${value}`)
        .join(", ");
}

/** The program whose loop ends after a pass, where it goes round once for each; else the program itself. */
export function upTo(source: string, pass: number, of: number): string {
  const loop = loopOf(source);
  const head = loop === null ? "" : (source.split("\n")[loop.from - 1] ?? "");
  const [, limit = ""] = /\brange\(\s*(\w+)\s*\)/.exec(head) ?? [];
  const setting = settingsOf(source).find(
    ({ name, line }) => name === limit || (name === "steps" && line === loop?.from && limit !== ""),
  );
  return setting?.value === of && pass < of ? withSetting(source, setting, String(pass)) : source;
}

/** The program with its last `backward()` in a loop, as the page offers it. */
export function inLoop(source: string, output: string): string {
  const end = source.endsWith("\n") ? source : `${source}\n`;
  return `${end}\nrate = 0.01\nfor step in range(100):\n  ${output}.backward()\n  for p in parameters:\n    p.data -= rate * p.grad\n`;
}
