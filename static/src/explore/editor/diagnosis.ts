/** What is wrong with a file, as the editor marks it: the place, the message, and what can be done about it. */

import type { EditorView } from "@codemirror/view";
import { chooseFiles } from "../../components/choose-files";
import { range } from "../../editor/columns";
import type { Diagnosis, Fix } from "../../editor/problem";
import type { Session } from "../../session/session";
import { advice, complaint, lineWords, type Problem, placeWords } from "../../wire/problem";
import { relatedTo } from "../../wire/related";
import type { Finding } from "../../wire/types";
import type { Explorer } from "../state";

/** "Did you mean `c`?" is offered as a button. */
const suggestion = (found: Problem): string | null =>
  /[Dd]id you mean `([^`]+)`/.exec(found.hint ?? "")?.[1] ?? null;

const NEEDED = 3;

/** What can be done about a problem without changing the text at its place. */
export function remedies(found: Problem, { actions, files }: Session): Fix[] {
  const { code, names } = found;
  const question = relatedTo("error", found.detail);
  if (question !== null) return [{ text: question.text, run: () => location.assign(question.href) }];
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
    message: [complaint(found), advice(found)].filter((text) => text !== null).join(" "),
    fixes: fixes(view, found, [from, to], session),
  };
}

/** Without the space before it and a comment after it. */
function written(line: string): { readonly from: number; readonly to: number } {
  const from = line.length - line.trimStart().length;
  return { from, to: line.replace(/\s+#.*$/, "").trimEnd().length };
}

const said = ({ message, fix }: Finding, isFixShown: boolean): string =>
  isFixShown && fix !== null ? `${message} ${fix}` : message;

/** The lines of the program's own class that are to blame; the finding that is looked at is said under its line. */
export function blame(view: EditorView, { session, check }: Explorer): Diagnosis[] {
  const { doc } = view.state;
  const file = session.files.shown.value;
  const looked = check.finding.value;
  const isHere = ({ line, file: its = null }: Finding): boolean =>
    line !== null && line <= doc.lines && its === file;
  const others = check.findings.value.filter((each) => each !== looked && each.line !== looked?.line);
  const found = [...(looked === null ? [] : [looked]), ...others].filter(isHere);
  return found.map((each) => {
    const line = doc.line(each.line ?? 1);
    const { from, to } = written(line.text);
    return {
      from: line.from + from,
      to: line.from + to,
      where: `${lineWords(each.line ?? 1, file).replace("l", "L")}.`,
      message: each === looked && check.isNoted.value ? said(each, check.isFixShown.value) : null,
      isQuiet: true,
      fixes: [
        { text: "Show the case", run: () => void check.showCase(each) },
        ...(each.fix === null || check.isFixShown.value
          ? []
          : [
              {
                text: "Show the fix",
                isQuiet: true,
                run: () => {
                  check.isFixShown.value = true;
                },
              },
            ]),
        {
          text: "Hide",
          isQuiet: true,
          run: () => {
            check.isNoted.value = false;
          },
        },
      ],
    };
  });
}
