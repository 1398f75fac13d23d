/** A long list a page at a time: its two buttons, and which of its entries are shown. */
import type { JSX } from "preact";
import { count } from "../format";

interface Props {
  /** The first entry that is shown, from 0. */
  readonly start: number;
  readonly size: number;
  readonly total: number;
  /** The number that the first entry of all goes by. */
  readonly origin: 0 | 1;
  readonly onStart: (start: number) => void;
}

/** Where a page begins and ends; back at the front where the list has become shorter than that. */
export function pageOf(from: number, size: number, total: number): { start: number; end: number } {
  const start = from < total ? from : 0;
  return { start, end: Math.min(start + size, total) };
}

export function Paged({ start, size, total, origin, onStart }: Props): JSX.Element {
  const { end } = pageOf(start, size, total);
  return (
    <>
      <button class="btn sm" type="button" disabled={start === 0} onClick={() => onStart(start - size)}>
        Earlier
      </button>
      <span>
        {count(start + origin)} to {count(end - 1 + origin)} of {count(total)}
      </span>
      <button class="btn sm" type="button" disabled={end === total} onClick={() => onStart(start + size)}>
        Later
      </button>
    </>
  );
}
