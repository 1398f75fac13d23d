export * from "./wire/problem";
