/** Server-sent events out of the text that arrives piece by piece. Pure. */

export interface ServerEvent {
  readonly name: string;
  readonly data: string;
  /** By which a stream can be asked for what follows; null where it was sent without one. */
  readonly id: string | null;
}

/** Gives back a function that takes each piece of text and returns the events that it completed. */
export function createEvents(): (piece: string) => ServerEvent[] {
  let rest = "";
  return (piece) => {
    rest += piece;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const event = eventOf(block);
      return event === null ? [] : [event];
    });
  };
}

/** The event in a block of lines; null for a comment. */
function eventOf(block: string): ServerEvent | null {
  let name = "message";
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ""] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "event") name = value;
    if (field === "id") id = value;
    if (field === "data") data.push(value);
  }
  return data.length === 0 ? null : { name, data: data.join("\n"), id };
}
