/** The boxes of a pass as marks, named where there is room, with a bracket under what is in an open frame. */
import type { JSX } from "preact";
import { titleOf } from "../drawing/boxes";
import { useSession } from "../session/context";
import { placeOf } from "../session/list";

const NAMED = 20;
const MARKED = 120;

export function BoxMarks(): JSX.Element | null {
  const {
    boxes,
    passes: { stepTo },
    playback: { byBox, reached },
  } = useSession();
  const [all, order] = [boxes.value, byBox.order.value];
  if (all === null || order === null || order.ids.length > MARKED) return null;
  const count = order.ids.length;
  const at = reached.value;
  const isNamed = count <= NAMED;
  return (
    <>
      <ol aria-hidden="true" class={count > 12 ? "tight" : undefined}>
        {order.ids.map((id, index) => {
          const isNow = index + 1 === at;
          return (
            <li
              key={id}
              class={[index + 1 <= at && "done", isNow && "now"].filter(Boolean).join(" ") || undefined}
              style={{ "--i": index, "--n": Math.max(1, count) }}
            >
              {(isNamed || isNow) && (
                <button type="button" tabIndex={-1} onClick={() => void stepTo(index + 1)}>
                  {titleOf(all, id)}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      {order.runs.map(({ frame, from, to }) => (
        <span
          key={`${frame}-${from}`}
          class={at - 1 >= from && at - 1 <= to ? "bracket now" : "bracket"}
          aria-hidden="true"
          style={{ "--from": from, "--to": to, "--n": Math.max(1, count) }}
        >
          <span>{placeOf(all, order.ids[from] ?? "")}</span>
        </span>
      ))}
    </>
  );
}
