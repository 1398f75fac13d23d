/**
 * Links of a class. An assignment's checks can be read in it; the program is packed as in other links:
 *
 *     #task=Chain+rule&checks=grad+a+is+6;data+L+below+0.1&p=1.…
 *
 * What a student hands in has the name and a short code as well. The code shows slips, such as a link that was cut
 * off in a mail. It does not show cheating: anybody can compute it.
 */
import { LinkError, pack, unpack } from "../session/link";

export interface Assignment {
  readonly task: string;
  readonly checks: readonly string[];
  readonly source: string;
}

export interface HandedIn extends Assignment {
  readonly by: string;
  /** The code belongs to the link. */
  readonly isWhole: boolean;
}

const CUT = "This link is incomplete or was changed, so it cannot be opened.";

const spelled = (text: string): string => encodeURIComponent(text).replaceAll("%20", "+");

function plain(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new LinkError(CUT);
  }
}

const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH = 5;

/** Five letters and digits of a string (FNV-1a). */
export function codeOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  let code = "";
  for (let place = 0; place < LENGTH; place += 1) {
    code += ALPHABET[hash & 31] ?? "";
    hash >>>= 5;
  }
  return code;
}

async function body({ task, checks, source }: Assignment): Promise<string> {
  const packed = (await pack({ source })).slice(1);
  return `task=${spelled(task)}&checks=${checks.map(spelled).join(";")}&p=${packed}`;
}

export const assignmentLink = async (given: Assignment): Promise<string> => `#${await body(given)}`;

export async function handInLink(given: Assignment, by: string): Promise<string> {
  const text = `${await body(given)}&by=${spelled(by)}`;
  return `#${text}&code=${codeOf(text)}`;
}

/** The assignment in a fragment, with who handed it in if somebody did; null where there is none. Raises LinkError. */
export async function readLink(fragment: string): Promise<Assignment | HandedIn | null> {
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith("task=")) return null;
  const parts = new Map(text.split("&").map((part) => part.split("=", 2) as [string, string]));
  const [task, checks, packed] = [parts.get("task"), parts.get("checks"), parts.get("p")];
  if (task === undefined || checks === undefined || packed === undefined) throw new LinkError(CUT);
  const kept = await unpack(`#${packed}`);
  if (kept === null) throw new LinkError(CUT);
  const given = {
    task: plain(task),
    checks: checks === "" ? [] : checks.split(";").map(plain),
    source: kept.source,
  };
  const by = parts.get("by");
  if (by === undefined) return given;
  const [, signed = "", code = ""] = /^(.*)&code=(\w*)$/.exec(text) ?? [];
  return { ...given, by: plain(by), isWhole: code !== "" && codeOf(signed) === code };
}

/** Every link of a class in what was pasted, by its fragment. */
export const linksIn = (text: string): string[] => text.match(/#task=[^\s<>"')]+/g) ?? [];
