/** Why a program does not run, in one sentence: where, what, and what to do. */
import type { JSX } from "preact";
import { type Problem, placeWords, withAdvice } from "../wire/problem";
import { Icon } from "./icon";
import { Prose } from "./prose";

export function WhyNot({ problem }: { problem: Problem }): JSX.Element {
  return (
    <>
      <Icon name="warn" />
      <span>
        {problem.place !== null && `${placeWords(problem.place)}. `}
        <Prose text={withAdvice(problem)} />
      </span>
    </>
  );
}
