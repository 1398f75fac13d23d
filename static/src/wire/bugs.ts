export type { BrokenStep, Bug, BugAnswer, Wrong } from "./types";
