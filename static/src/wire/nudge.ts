export type { Bent, Method, Nudge, Quotient } from "./types";
