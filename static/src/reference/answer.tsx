/** What this server answered to a call: status, size, time, and the body as far as it can be shown. */
import type { JSX } from "preact";
import { Copy, scrolling } from "./block";
import type { Call } from "./openapi";
import { pretty } from "./pretty";
import type { Reply } from "./sent";
import { useReference } from "./state";

const LONGEST = 20_000;

const size = (bytes: number): string => (bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`);

const base64 = (bytes: Uint8Array): string => {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};

function Text({ text }: { text: string }): JSX.Element {
  const isCut = text.length > LONGEST;
  const pieces = isCut ? [{ text: text.slice(0, LONGEST), kind: "plain" }] : pretty(text);
  return (
    <>
      <pre {...scrolling("Answer")}>
        <code>
          {pieces.map((piece, index) => (
            <span key={`${index}${piece.kind}`} class={piece.kind}>
              {piece.text}
            </span>
          ))}
        </code>
      </pre>
      {isCut && <p class="why">Only the first {LONGEST.toLocaleString("en")} characters.</p>}
    </>
  );
}

function Shown({ reply }: { reply: Reply }): JSX.Element {
  const { bytes, type } = reply.answer;
  const [kind = ""] = type.split(";");
  if (kind.startsWith("image/"))
    return (
      <img class="picture" alt="The drawing that was answered" src={`data:${kind};base64,${base64(bytes)}`} />
    );
  if (bytes.length === 0) return <p class="why">The answer has no body.</p>;
  if (kind === "application/pdf") return <p class="why">A document of {size(bytes.length)}.</p>;
  return <Text text={new TextDecoder().decode(bytes)} />;
}

export function Answer({ call }: { call: Call }): JSX.Element | null {
  const { replies } = useReference();
  const reply = replies.value[call.id];
  if (reply === undefined) return null;
  if (reply === "waiting")
    return (
      <p class="why" role="status">
        Asking this server.
      </p>
    );
  const { status, type, bytes } = reply.answer;
  return (
    <div class="block reply">
      <header>
        <b>Answer</b>
        <span class={status < 400 ? "tag ok" : "tag err"} role="status">
          {status}
        </span>
        <span class="muted">
          {[type.split(";")[0], size(bytes.length), `${Math.round(reply.milliseconds)} ms`]
            .filter((part) => part !== "")
            .join(", ")}
        </span>
        <span class="sp" />
        {!type.startsWith("image/") && <Copy text={new TextDecoder().decode(bytes)} what="the answer" />}
      </header>
      <Shown reply={reply} />
    </div>
  );
}
