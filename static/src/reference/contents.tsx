/** What the developer page holds: its own sections, then every call by its tag. */
import type { ComponentChildren, JSX } from "preact";
import { Icon } from "../components/icon";
import type { Call } from "./openapi";
import { useReference } from "./state";

export const SECTIONS = [
  { id: "overview", title: "Overview" },
  { id: "operations", title: "Operations" },
  { id: "limits", title: "Limits" },
  { id: "errors", title: "Errors" },
  { id: "conformance", title: "Correctness" },
] as const;

const sentence = (tag: string): string => tag.slice(0, 1).toUpperCase() + tag.slice(1);

/** The part of a path that tells calls apart. */
export const short = (path: string): string => path.replace(/^\/api\/v1\//, "").replace(/^\//, "");

function byTag(calls: readonly Call[]): [string, Call[]][] {
  const tags = new Map<string, Call[]>();
  for (const call of calls) tags.set(call.tag, [...(tags.get(call.tag) ?? []), call]);
  return [...tags];
}

export function Verb({ method }: { method: string }): JSX.Element {
  return <span class={method === "GET" ? "verb" : "verb post"}>{method}</span>;
}

function Entry({ id, children }: { id: string; children: ComponentChildren }): JSX.Element {
  const { section } = useReference();
  return (
    <li>
      <a href={`#${id}`} aria-current={section.value === id ? "page" : undefined}>
        {children}
      </a>
    </li>
  );
}

export function Contents(): JSX.Element {
  const { calls } = useReference();
  return (
    <nav class="contents" aria-label="API">
      <h2>Start</h2>
      <ul>
        {SECTIONS.map(({ id, title }) => (
          <Entry key={id} id={id}>
            {title}
          </Entry>
        ))}
      </ul>
      {byTag(calls.value).map(([tag, list]) => (
        <div key={tag}>
          <h2>{sentence(tag)}</h2>
          <ul>
            {list.map((call) => (
              <Entry key={call.id} id={call.id}>
                <Verb method={call.method} />
                <span>{short(call.path)}</span>
              </Entry>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The same as a list to choose from, where there is no room beside the text. */
export function Jump(): JSX.Element {
  const { calls, section } = useReference();
  return (
    <label class="jump">
      <span>Go to</span>
      <span class="select">
        <select
          value={section.value}
          onChange={(event) => {
            location.hash = event.currentTarget.value;
          }}
        >
          <optgroup label="Start">
            {SECTIONS.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </optgroup>
          {byTag(calls.value).map(([tag, list]) => (
            <optgroup key={tag} label={sentence(tag)}>
              {list.map((call) => (
                <option key={call.id} value={call.id}>
                  {`${call.method} ${short(call.path)}`}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </label>
  );
}
