export * from "./wire/calls";
export { type Exchange, exchange, openapi } from "./wire/exchange";
export { listenForBusy } from "./wire/request";
export type { Lesson } from "./wire/types";
