/** The statements of a program at its outermost level: their text, the names that they set and those that they use. Pure. */
import { pythonLanguage } from "@codemirror/lang-python";

type Node = ReturnType<typeof pythonLanguage.parser.parse>["topNode"];

export interface Statement {
  /** As in lezer's grammar of Python: AssignStatement, ForStatement, FunctionDefinition … */
  readonly kind: string;
  readonly text: string;
  readonly sets: ReadonlySet<string>;
  readonly uses: ReadonlySet<string>;
  /** The names that it calls. */
  readonly calls: ReadonlySet<string>;
  /** What an assignment to one name assigns: the name of the called function, or the kind of the expression. */
  readonly value: string | null;
}

function children(node: Node): Node[] {
  const found: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

/** Every node of a kind in a part of the tree. */
function all(node: Node, kind: string): Node[] {
  return [...(node.name === kind ? [node] : []), ...children(node).flatMap((child) => all(child, kind))];
}

/** The names among the targets of an assignment; what is written into is not set by it. */
function targets(node: Node): Node[] {
  if (node.name === "VariableName") return [node];
  return ["TupleExpression", "ArrayExpression", "ParenthesizedExpression"].includes(node.name)
    ? children(node).flatMap(targets)
    : [];
}

/** The nodes in which a statement, or one inside it, sets a name. */
function setIn(node: Node): Node[] {
  const parts = children(node);
  const inside = parts.flatMap(setIn);
  if (node.name === "AssignStatement") {
    const last = parts.findLastIndex(({ name }) => name === "AssignOp");
    return [...parts.slice(0, last).flatMap(targets), ...inside];
  }
  if (node.name === "ForStatement") {
    const until = parts.findIndex(({ name }) => name === "in");
    return [...parts.slice(0, until).flatMap(targets), ...inside];
  }
  if (/^(UpdateStatement|FunctionDefinition|ClassDefinition)$/.test(node.name))
    return [...parts.filter(({ name }) => name === "VariableName").slice(0, 1), ...inside];
  if (node.name === "ImportStatement") return parts.filter(({ name }) => name === "VariableName");
  return inside;
}

function read(node: Node, source: string, before: string): Statement {
  const text = (part: Node): string => source.slice(part.from, part.to);
  const set = setIn(node);
  const pure = new Set(
    set.filter(({ parent }) => parent?.name !== "UpdateStatement").map(({ from }) => from),
  );
  const used = all(node, "VariableName").filter(({ from }) => !pure.has(from));
  const called = all(node, "CallExpression").map(({ firstChild }) =>
    firstChild === null ? "" : text(firstChild),
  );
  const value = node.name === "AssignStatement" && set.length === 1 ? node.lastChild : null;
  const isCall = value?.name === "CallExpression" && value.firstChild !== null;
  return {
    kind: node.name,
    text: before + text(node),
    sets: new Set(set.map(text)),
    uses: new Set(used.map(text)),
    calls: new Set(called),
    value: isCall ? text(value.firstChild as Node) : (value?.name ?? null),
  };
}

/** The last text and its statements: it is read again whenever a number changes, which changes no text. */
let last: { readonly source: string; readonly found: readonly Statement[] } = { source: "", found: [] };

/** Statements, each with the comments before it; what stands on one line behind semicolons is several. */
export function statements(source: string): readonly Statement[] {
  if (last.source === source) return last.found;
  const found: Statement[] = [];
  let comments = "";
  const walk = (node: Node): void => {
    if (node.name === "Comment") comments += `${source.slice(node.from, node.to)}\n`;
    else if (node.name === "StatementGroup") children(node).forEach(walk);
    else if (/Statement$|Definition$/.test(node.name)) {
      found.push(read(node, source, comments));
      comments = "";
    }
  };
  children(pythonLanguage.parser.parse(source).topNode).forEach(walk);
  last = { source, found };
  return found;
}

/** Text one level further in; lines inside a string stay as they are. */
export function indented(text: string): string {
  const strings = /["']/.test(text) ? all(pythonLanguage.parser.parse(text).topNode, "String") : [];
  let at = 0;
  return text
    .split("\n")
    .map((line) => {
      const start = at;
      at += line.length + 1;
      const isInside = strings.some(({ from, to }) => from < start && start < to);
      return line === "" || isInside ? line : `    ${line}`;
    })
    .join("\n");
}
