/** The curve of the descent at a size that can be read, between the graph and the table. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../../components/icon-button";
import { CurvePlot } from "../../curves/curve-plot";
import { CurveTools } from "../../curves/curve-tools";
import { count } from "../../format";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { useCourse } from "../descent/course";
import { TrainLink } from "../descent/train-link";
import { useExplorer } from "../state";

/** The steps as a slider: back to any of them, and on. */
function Scrub(): JSX.Element | null {
  const { last, show, step } = useCourse();
  if (last === 0) return null;
  return (
    <div class="course-scrub">
      <span>
        Step <b>{count(step)}</b> of {count(last)}
      </span>
      <input
        type="range"
        min={0}
        max={last}
        step={1}
        value={step}
        aria-label="Step of the descent"
        aria-valuetext={`Step ${count(step)} of ${count(last)}`}
        style={{ "--p": `${(100 * step) / last}%` }}
        onInput={(event) => show(Number(event.currentTarget.value))}
      />
      <button class="btn sm" type="button" disabled={step === last} onClick={() => show(last)}>
        Newest
      </button>
      <TrainLink />
    </div>
  );
}

function Tools(): JSX.Element {
  const { courseOpen } = useSession().screen;
  const { courseLook } = useExplorer();
  const { name, series } = useCourse();
  return (
    <>
      <CurveTools
        name={name}
        look={courseLook.value}
        onLook={(part) => assign(courseLook, { ...courseLook.value, ...part })}
        series={series}
      />
      <IconButton
        class="btn ghost sm icon"
        icon="close"
        label="Close the curve"
        title="Close the curve (C)"
        onClick={() => assign(courseOpen, false)}
      />
    </>
  );
}

function Open(): JSX.Element {
  const { name, series, shown, show, spoken } = useCourse();
  const { log, smooth } = useExplorer().courseLook.value;
  const root = useRef<HTMLElement>(null);
  // On a phone it is below what opened it.
  useEffect(() => root.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <section class="course" id="course" aria-label="Descent curve" ref={root}>
      <CurvePlot
        title={name}
        series={series}
        shown={shown}
        onShow={show}
        log={log}
        smooth={smooth}
        spoken={spoken}
        tools={<Tools />}
      />
      <Scrub />
    </section>
  );
}

export function CoursePanel(): JSX.Element | null {
  return useSession().screen.courseOpen.value ? <Open /> : null;
}
