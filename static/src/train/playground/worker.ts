/** A thread of its own for the regions, so that neither the page nor the run waits for them. */
import { type Question, regionsOf } from "./regions";

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  const found = regionsOf(data);
  const lines = [...found.boundary, ...found.margins];
  postMessage(found, { transfer: [found.cells.buffer, ...lines.map((line) => line.buffer)] });
});
