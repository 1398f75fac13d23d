/** How much of the graph is drawn one by one. */

import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { useSession } from "../../session/context";

export function Detail(): JSX.Element {
  const { canFold, collapse, fold, folded, isWhole, levels, showWhole } = useSession().view;
  return (
    <>
      {levels.value.length > 0 && (
        <button class="btn" type="button" title="Collapse groups, level by level (C)" onClick={collapse}>
          <Icon name="group" />
          Collapse
        </button>
      )}
      {canFold.value && (
        <button
          class="btn"
          type="button"
          aria-pressed={folded.value}
          title="Merge repeated parts into one box (O)"
          onClick={fold}
        >
          <Icon name="fold" />
          Fold
        </button>
      )}
      {!isWhole.value && !folded.value && (
        <button class="btn" type="button" onClick={showWhole}>
          Show all values
        </button>
      )}
    </>
  );
}
