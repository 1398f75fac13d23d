/** What every kind of task gets: itself. */
import type { Lesson } from "../../wire/types";

export type Kind<K extends Lesson["task"]["kind"]> = { readonly task: Extract<Lesson["task"], { kind: K }> };
