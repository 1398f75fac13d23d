/** The developer page: the API by section, each call with an example that runs against this server. */
import type { JSX } from "preact";
import { Bar } from "../components/bar";
import { left } from "../components/carried";
import { begin, type Page, show } from "../page";
import { Article } from "./article";
import { Conformance } from "./conformance";
import { Contents, Jump, SECTIONS } from "./contents";
import { Example } from "./example";
import { Errors, Limits, Operations, Overview } from "./sections";
import { createReference, type Reference, ReferenceProvider, useReference } from "./state";

const PARTS: Readonly<Record<string, () => JSX.Element>> = {
  overview: Overview,
  operations: Operations,
  limits: Limits,
  errors: Errors,
  conformance: Conformance,
};

function Section(): JSX.Element {
  const { calls, chosen, section } = useReference();
  const call = chosen.value;
  if (call !== null) return <Article call={call} />;
  const Part = PARTS[section.value];
  if (Part !== undefined) return <Part />;
  return (
    <>
      <h1>There is nothing here</h1>
      <p class="lede">
        {calls.value.length === 0 ? "The list of calls is not here yet." : "No section has this address."}{" "}
        <a href="#overview">Overview</a>
      </p>
    </>
  );
}

/** A section that belongs to no call shows the call that most readers begin with. */
function Beside(): JSX.Element | null {
  const { calls, chosen } = useReference();
  const call = chosen.value ?? calls.value.find(({ path }) => path.endsWith("/evaluate")) ?? null;
  return call === null ? null : <Example key={call.id} call={call} />;
}

function Developer(): JSX.Element {
  const { section, trouble } = useReference();
  const alone = section.value === "conformance" || section.value === "operations";
  return (
    <>
      <Bar here="/api" carried={left()} />
      <main id="main" class={alone ? "api alone" : "api"} tabIndex={-1}>
        <Contents />
        <Jump />
        <article class="prose">
          {trouble.value !== "" && (
            <p class="trouble" role="alert">
              {trouble.value}
            </p>
          )}
          <Section />
        </article>
        {!alone && (
          <aside class="side" aria-label="Example">
            <Beside />
          </aside>
        )}
      </main>
    </>
  );
}

/** Open the section that the address names. */
function follow({ chosen, section }: Reference): void {
  section.value = decodeURIComponent(location.hash.slice(1)) || "overview";
  const title = chosen.value?.title ?? SECTIONS.find(({ id }) => id === section.value)?.title;
  document.title =
    title === undefined || title === "Overview" ? "API · Backlens" : `${title} · API · Backlens`;
}

/** Show the section of the address, and every one that it names from then on. */
async function start({ life }: Page, reference: Reference): Promise<void> {
  life.listen("hashchange", () => {
    if (location.hash === "#main") return;
    follow(reference);
    scrollTo(0, 0);
  });
  follow(reference);
  await reference.open();
  follow(reference);
}

const page = begin();
const reference = createReference();
void start(page, reference);
show(
  <ReferenceProvider value={reference}>
    <Developer />
  </ReferenceProvider>,
);
