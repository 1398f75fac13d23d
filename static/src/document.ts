export * from "./wire/types";
