/** A sentence in which backticks mark code. */
import type { JSX } from "preact";

export function Prose({ text }: { text: string }): JSX.Element {
  const pieces = text.split("`");
  return (
    <>
      {pieces.map((piece, index) =>
        index % 2 === 1 ? <code key={`${index}${piece}`}>{piece}</code> : piece,
      )}
    </>
  );
}
