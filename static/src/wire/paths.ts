export type { Path, Paths } from "./types";
