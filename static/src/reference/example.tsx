/** A call's request, to copy or to change and send, and what this server answers. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../components/icon";
import { assign } from "../session/assign";
import { rooted } from "../wire/boot";
import { Answer } from "./answer";
import { Copy, scrolling } from "./block";
import type { Call } from "./openapi";
import { LANGUAGES, snippet } from "./request";
import { written } from "./sent";
import { useReference } from "./state";

function Tabs(): JSX.Element {
  const { language } = useReference();
  return (
    <div class="tabset" role="radiogroup" aria-label="Language">
      {LANGUAGES.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="language"
            checked={language.value === each}
            onChange={() => assign(language, each)}
          />
          {each}
        </label>
      ))}
    </div>
  );
}

function Request({ call }: { call: Call }): JSX.Element {
  const { language, replies, draft, wireOf } = useReference();
  const reply = replies.value[call.id];
  const wire = typeof reply === "object" ? { ...reply.wire, body: draft(call) } : wireOf(call);
  const text = snippet(language.value, location.origin + rooted(""), wire);
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
  const { replies, draft, edit, send } = useReference();
  const example = written(call);
  const text = draft(call);
  const waiting = replies.value[call.id] === "waiting";
  return (
    <div class="block">
      <header>
        <b>{text === null ? "Send it" : "Body"}</b>
        <span class="sp" />
        {example !== null && (
          <button class="btn ghost sm" type="button" onClick={() => edit(call, example)}>
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

export function Example({ call }: { call: Call }): JSX.Element {
  const { replies, isHarmless, send } = useReference();
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
          This call changes stored data, so it waits for Send. What it needs is created first.
        </p>
      )}
    </div>
  );
}
