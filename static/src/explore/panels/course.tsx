/** The curve of the descent at a size that can be read, between the graph and the table. */
import type { JSX } from "preact";
import { IconButton } from "../../components/icon-button";
import { called } from "../../compute/naming";
import { courseOf, spokenCourse } from "../../curves/course";
import { CurvePlot } from "../../curves/curve-plot";
import { CurveTools } from "../../curves/curve-tools";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { useExplorer } from "../state";

export function Course(): JSX.Element | null {
  const {
    preview,
    descent: { curve },
    document: { doc },
    playback: { isOutputAhead },
    screen: { courseOpen },
  } = useSession();
  const { courseLook } = useExplorer();
  if (!courseOpen.value) return null;
  const [taken, ahead] = isOutputAhead.value ? [[], []] : [curve.value, preview.value];
  const name = called(doc.value, doc.value?.output ?? null) || "output";
  const series = [courseOf(name, taken, ahead)];
  const { log, smooth } = courseLook.value;
  return (
    <section class="course" id="course" aria-label="Descent curve">
      <CurvePlot
        title={name}
        series={series}
        log={log}
        smooth={smooth}
        spoken={spokenCourse(taken, ahead)}
        tools={
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
              onClick={() => assign(courseOpen, false)}
            />
          </>
        }
      />
    </section>
  );
}
