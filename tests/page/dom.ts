/** As much of a document as Preact writes into: what a component renders, read as text, without a browser. */
import { type ComponentChild, render } from "preact";

class Fake {
  readonly childNodes: Fake[] = [];
  readonly attributes: { name: string; value: string }[] = [];
  readonly style: Record<string, string> = {};
  parentNode: Fake | null = null;
  data = "";
  readonly clientWidth = 0;
  readonly clientHeight = 0;

  constructor(
    readonly localName: string,
    readonly nodeType: number,
    readonly namespaceURI = "",
  ) {}

  get firstChild(): Fake | null {
    return this.childNodes[0] ?? null;
  }

  get nextSibling(): Fake | null {
    const all = this.parentNode?.childNodes ?? [];
    return all[all.indexOf(this) + 1] ?? null;
  }

  insertBefore(child: Fake, before: Fake | null): Fake {
    child.parentNode?.removeChild(child);
    const at = before === null ? this.childNodes.length : this.childNodes.indexOf(before);
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }

  appendChild(child: Fake): Fake {
    return this.insertBefore(child, null);
  }

  removeChild(child: Fake): Fake {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
    return child;
  }

  contains(): boolean {
    return true;
  }

  setAttribute(name: string, value: unknown): void {
    this.removeAttribute(name);
    this.attributes.push({ name, value: String(value) });
  }

  removeAttribute(name: string): void {
    const at = this.attributes.findIndex((each) => each.name === name);
    if (at >= 0) this.attributes.splice(at, 1);
  }

  addEventListener(): void {}
  removeEventListener(): void {}

  get text(): string {
    if (this.nodeType === 3) return this.data;
    const inside = this.childNodes.map(({ text }) => text).join("");
    const names = this.attributes.map(({ name, value }) => ` ${name}="${value}"`).join("");
    return this.localName === "" ? inside : `<${this.localName}${names}>${inside}</${this.localName}>`;
  }
}

const document = {
  createElement: (name: string) => new Fake(name, 1, "http://www.w3.org/1999/xhtml"),
  createElementNS: (space: string, name: string) => new Fake(name, 1, space),
  createTextNode: (data: string) => Object.assign(new Fake("", 3), { data }),
};

/** The markup of what is rendered once; what an effect would do in a browser is left out. */
export function markup(child: ComponentChild): string {
  Object.assign(globalThis, {
    document,
    ResizeObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
  });
  const root = new Fake("", 1, "http://www.w3.org/1999/xhtml");
  render(child, root as never);
  return root.text;
}
