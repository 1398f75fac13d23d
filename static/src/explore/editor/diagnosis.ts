/** What is wrong with a text, as the editor marks it: the place, the message, and what can be done about it. */

import type { EditorView } from "@codemirror/view";
import { chooseFiles } from "../../components/choose-files";
import { range } from "../../editor/columns";
import type { Diagnosis, Fix } from "../../editor/problem";
import type { Session } from "../../session/session";
import { advice, type Problem, placeWords } from "../../wire/problem";

/** "Did you mean `c`?" is offered as a button. */
const suggestion = (found: Problem): string | null =>
  /[Dd]id you mean `([^`]+)`/.exec(found.hint ?? "")?.[1] ?? null;

const NEEDED = 3;

/** What can be done about a problem without changing the text at its place. */
export function remedies(found: Problem, { actions, files }: Session): Fix[] {
  const { code, names } = found;
  if (code === "unknown-name" && names.length > 0) {
    const text = names.length > NEEDED ? `Define all ${names.length} names` : `Define ${names.join(", ")}`;
    return [{ text, run: () => actions.give(names) }];
  }
  const [missing] = names;
  if (code !== "missing-file" || missing === undefined) return [];
  const attach = (): void => chooseFiles((chosen) => void files.attach(chosen, missing));
  return [{ text: `Attach ${missing}`, run: attach }];
}

function fixes(
  view: EditorView,
  found: Problem,
  [from, to]: readonly [number, number],
  session: Session,
): Fix[] {
  const others = remedies(found, session);
  const better = suggestion(found);
  if (better === null) return others;
  const insert = (): void => {
    view.dispatch({ changes: { from, to, insert: better } });
    view.focus();
  };
  return [
    { text: `Replace with ${better}`, run: insert },
    ...others.map((fix) => ({ ...fix, isQuiet: true })),
  ];
}

/** The problem where it is; null where it has no place in the text that the editor shows. */
export function diagnose(view: EditorView, found: Problem | null, session: Session): Diagnosis | null {
  if (found === null || found.place === null) return null;
  if ((found.place.file ?? null) !== session.files.shown.value) return null;
  const { from, to } = range(view.state.doc.toString(), found.place);
  return {
    from,
    to,
    where: `${placeWords(found.place)}.`,
    message: [found.detail, advice(found)].filter((text) => text !== null).join(" "),
    fixes: fixes(view, found, [from, to], session),
  };
}
