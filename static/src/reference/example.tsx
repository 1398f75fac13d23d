/** A call's request, to copy or to change and send, and what this server answers. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../components/icon";
import type { Call } from "./openapi";
import { pretty } from "./pretty";
import { LANGUAGES, snippet } from "./request";
import { draft, edit, isHarmless, language, type Reply, replies, send, wireOf } from "./state";

const LONGEST = 20_000;

/** What scrolls must be reached by keyboard, and then says what it is. */
const scrolling = (label: string) => ({ tabIndex: 0, role: "region", "aria-label": label }) as const;

function Copy({ text, what }: { text: string; what: string }): JSX.Element {
  const [said, say] = useState("Copy");
  useEffect(() => {
    if (said === "Copy") return;
    const timer = setTimeout(() => say("Copy"), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => say("Copied"),
      () => say("Select the text to copy it"),
    );
  };
  return (
    <button class="btn ghost sm" type="button" aria-label={`Copy ${what}`} onClick={copy}>
      <Icon name="copy" />
      <span aria-live="polite">{said}</span>
    </button>
  );
}

function Tabs(): JSX.Element {
  return (
    <div class="tabset" role="radiogroup" aria-label="Language">
      {LANGUAGES.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="language"
            checked={language.value === each}
            onChange={() => {
              language.value = each;
            }}
          />
          {each}
        </label>
      ))}
    </div>
  );
}

function Request({ call }: { call: Call }): JSX.Element {
  const reply = replies.value[call.id];
  const wire = typeof reply === "object" ? { ...reply.wire, body: draft(call) } : wireOf(call);
  const text = snippet(language.value, location.origin, wire);
  return (
    <div class="block asked">
      <header>
        <Tabs />
        <span class="sp" />
        <Copy text={text} what="the request" />
      </header>
      <pre {...scrolling("Request")}>
        <code>{text}</code>
      </pre>
    </div>
  );
}

function Body({ call }: { call: Call }): JSX.Element {
  const text = draft(call);
  const waiting = replies.value[call.id] === "waiting";
  return (
    <div class="block">
      <header>
        <b>{text === null ? "Send it" : "Body"}</b>
        <span class="sp" />
        {text !== null && call.example !== undefined && (
          <button
            class="btn ghost sm"
            type="button"
            onClick={() => edit(call, JSON.stringify(call.example, null, 2))}
          >
            <Icon name="reset" />
            Reset
          </button>
        )}
        <button class="btn sm" type="button" disabled={waiting} onClick={() => void send(call)}>
          <Icon name="play" />
          Send
        </button>
      </header>
      {text !== null && (
        <textarea
          aria-label="Body of the request, as JSON"
          spellcheck={false}
          rows={Math.min(14, 2 + text.split("\n").length)}
          value={text}
          onInput={(event) => edit(call, event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send(call);
          }}
        />
      )}
    </div>
  );
}

const size = (bytes: number): string => (bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`);

const base64 = (bytes: Uint8Array): string => {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};

function Shown({ reply }: { reply: Reply }): JSX.Element {
  const { bytes, type } = reply.answer;
  const [kind = ""] = type.split(";");
  if (kind.startsWith("image/"))
    return (
      <img class="picture" alt="The drawing that was answered" src={`data:${kind};base64,${base64(bytes)}`} />
    );
  if (bytes.length === 0) return <p class="why">The answer has no body.</p>;
  if (kind === "application/pdf") return <p class="why">A document of {size(bytes.length)}.</p>;
  const text = new TextDecoder().decode(bytes);
  const pieces = pretty(text.slice(0, LONGEST) === text ? text : "");
  return (
    <>
      <pre {...scrolling("Answer")}>
        <code>
          {text.length > LONGEST
            ? text.slice(0, LONGEST)
            : pieces.map(({ text: piece, kind: meaning }, index) => (
                <span key={`${index}${meaning}`} class={meaning}>
                  {piece}
                </span>
              ))}
        </code>
      </pre>
      {text.length > LONGEST && <p class="why">Only the first {LONGEST.toLocaleString("en")} characters.</p>}
    </>
  );
}

function Answer({ call }: { call: Call }): JSX.Element | null {
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

export function Example({ call }: { call: Call }): JSX.Element {
  useEffect(() => {
    if (isHarmless(call) && replies.value[call.id] === undefined) void send(call);
  }, [call]);
  return (
    <div class="in">
      <Request call={call} />
      <Body call={call} />
      <Answer call={call} />
      {!isHarmless(call) && replies.value[call.id] === undefined && (
        <p class="why">
          This call changes what the server keeps, so it waits for Send. What it speaks of is made first.
        </p>
      )}
    </div>
  );
}
