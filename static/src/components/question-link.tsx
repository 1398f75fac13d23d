/** A link to the question that explains something. */
import type { JSX } from "preact";
import type { relatedTo } from "../wire/related";

export function QuestionLink({ to }: { to: ReturnType<typeof relatedTo> }): JSX.Element | null {
  return to === null ? null : <a href={to.href}>{to.text}</a>;
}
