/** How much of the graph is drawn box by box: the one control for depth, a menu where there is no room for it. */

import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { Menu } from "../../components/menu";
import type { MenuItem } from "../../components/menu-list";
import { Segments } from "../../components/segments";
import { count } from "../../format";
import { useSession } from "../../session/context";
import { DETAILS } from "../../session/view";
import type { Detail as Depth } from "../../wire/types";

const NAMES: Readonly<Record<Depth, string>> = {
  program: "Program",
  calls: "Calls",
  lines: "Lines",
  values: "Every value",
};

/** As they are called where there is little room. */
const SHORT: Readonly<Record<Depth, string>> = { ...NAMES, values: "Values" };

const boxesOf = (boxes: number): string => (boxes === 1 ? "1 box" : `${count(boxes)} boxes`);

/** The same choices as items of a menu. */
export function useDetails(): readonly MenuItem[] {
  const { chooseDetail, view } = useSession();
  const { counts, depth } = view;
  return DETAILS.map((value, index) => {
    const boxes = counts.value[value];
    return {
      key: value,
      text: boxes === undefined ? NAMES[value] : `${NAMES[value]}, ${boxesOf(boxes)}`,
      kind: "choice",
      isOn: depth.value === value,
      keys: String(index + 1),
      onChoose: () => chooseDetail(value),
    };
  });
}

export function Detail(): JSX.Element | null {
  const { boxes, chooseDetail, document, view } = useSession();
  const { depth } = view;
  const details = useDetails();
  const counts = view.counts.value;
  if (document.doc.value === null) return null;
  const shown = boxes.value?.boxes.size ?? 0;
  const text = shown === 0 ? SHORT[depth.value] : `${SHORT[depth.value]}, ${boxesOf(shown)}`;
  return (
    <span class="detail">
      <Segments
        name="detail"
        label="Detail"
        value={depth.value}
        choices={DETAILS.map((value, index) => ({
          value,
          label: counts[value] === undefined ? NAMES[value] : `${NAMES[value]}, ${boxesOf(counts[value])}`,
          title: `${NAMES[value]} (${index + 1})`,
          face: (
            <>
              {NAMES[value]}
              {counts[value] !== undefined && <small>{count(counts[value])}</small>}
            </>
          ),
        }))}
        onValue={chooseDetail}
      />
      <Menu label={`Detail: ${text}`} class="btn" items={details}>
        {text}
        <Icon name="down" />
      </Menu>
    </span>
  );
}
