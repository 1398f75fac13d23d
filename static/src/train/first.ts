/** The program that the page begins with: micrograd's demo as a playground. */
import type { Kept } from "../session/link";
import { print, USUAL } from "./playground/program";

export const FIRST: Kept = { source: print(USUAL) };
