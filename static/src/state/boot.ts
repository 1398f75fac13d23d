/** What the server wrote into the page: limits, examples, ops, version. Read once. */
import type { Example, OpEntry } from "../document";

export interface Boot {
  readonly version: string;
  readonly examples: readonly Example[];
  readonly limits: Readonly<Record<string, { readonly value: number; readonly unit: string }>>;
  readonly ops: readonly OpEntry[];
}

function read(): Boot {
  const empty: Boot = { version: "", examples: [], limits: {}, ops: [] };
  const element = document.getElementById("boot");
  return element === null ? empty : { ...empty, ...(JSON.parse(element.textContent) as Partial<Boot>) };
}

export const boot: Boot = read();
