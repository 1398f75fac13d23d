/** What a curve can be asked for: a logarithmic axis, means, earlier runs, and the curve as a file. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../components/icon";
import { Menu } from "../components/menu";
import { Segments } from "../components/segments";
import { Select } from "../components/select";
import { offer, plainName } from "../offer";
import { csvOf } from "./csv";
import type { Series } from "./series";
import { svgOf } from "./svg";

/** How a curve is looked at. */
export interface CurveLook {
  readonly log: boolean;
  readonly smooth: number;
  readonly earlier: boolean;
}

export const PLAIN: CurveLook = { log: false, smooth: 1, earlier: true };

const MEANS = [1, 8, 24, 100];

interface Props {
  /** Begins the names of files, and of the choices where several curves are on a page. */
  readonly name: string;
  readonly look: CurveLook;
  readonly onLook: (part: Partial<CurveLook>) => void;
  readonly series: readonly Series[];
  /** Whether there is an earlier run to show. */
  readonly hasEarlier?: boolean;
  /** Means that fit the program, such as of one for each of its 24 words. */
  readonly means?: readonly number[];
}

/** The plot whose heading these tools are in. */
const plotBeside = (tools: Element | null): SVGSVGElement | null =>
  tools?.closest(".curve")?.querySelector<SVGSVGElement>("svg.plot") ?? null;

function Export({ name, series }: Pick<Props, "name" | "series">): JSX.Element {
  const root = useRef<HTMLSpanElement>(null);
  const file = plainName(name) || "curve";
  const save = (text: string, type: string, ending: string): void =>
    offer(new Blob([text], { type }), `${file}.${ending}`);
  return (
    <span ref={root}>
      <Menu
        label={`Export ${name}`}
        class="btn ghost sm icon"
        align="right"
        items={[
          { key: "csv", text: "CSV", onChoose: () => save(csvOf(series), "text/csv", "csv") },
          {
            key: "svg",
            text: "SVG",
            onChoose: () => {
              const plot = plotBeside(root.current);
              if (plot !== null) save(svgOf(plot), "image/svg+xml", "svg");
            },
          },
        ]}
      >
        <Icon name="save" />
      </Menu>
    </span>
  );
}

export function CurveTools(props: Props): JSX.Element {
  const { name, look, onLook } = props;
  const means = [...new Set([...MEANS, ...(props.means ?? []), look.smooth])].sort(
    (one, other) => one - other,
  );
  return (
    <span class="curve-tools">
      {props.hasEarlier === true && (
        <label class="check">
          <input
            type="checkbox"
            checked={look.earlier}
            onChange={(event) => onLook({ earlier: event.currentTarget.checked })}
          />
          Last run
        </label>
      )}
      <Segments
        name={`${name}-scale`}
        label={`Scale of ${name}`}
        small
        value={look.log ? "log" : "linear"}
        choices={[
          { value: "linear", label: "Linear", face: "Linear" },
          { value: "log", label: "Log", face: "Log" },
        ]}
        onValue={(value) => onLook({ log: value === "log" })}
      />
      <Select
        label={`Smoothing of ${name}`}
        small
        value={String(look.smooth)}
        choices={means.map(
          (each) => [String(each), each === 1 ? "No smoothing" : `Mean of ${each}`] as const,
        )}
        onValue={(value) => onLook({ smooth: Number(value) })}
      />
      <Export name={name} series={props.series} />
    </span>
  );
}
