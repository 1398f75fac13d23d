/**
 * One row over the graph, whatever the width of its column: Detail, Find and View, and as far as there is room what
 * the View menu has too. The style says by the width of the column what is a button and what is in the menu.
 */

import type { JSX } from "preact";
import { ExportMenu } from "../../components/export-menu";
import { Icon } from "../../components/icon";
import { Menu } from "../../components/menu";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { Detail } from "./detail";
import { Find } from "./find";
import { useOwnExports, useShareItems, ViewMenu } from "./view-menu";

function ShareMenu(): JSX.Element {
  return (
    <Menu label="Share" class="btn" align="right" items={useShareItems()}>
      <Icon name="share" />
      Share
    </Menu>
  );
}

function ToInspector(): JSX.Element | null {
  const { inspectorOpen, isPhone } = useSession().screen;
  if (inspectorOpen.value || isPhone.value) return null;
  return (
    <button class="btn to-inspector" type="button" onClick={() => assign(inspectorOpen, true)}>
      <Icon name="inspect" />
      Inspector
    </button>
  );
}

function Row(): JSX.Element {
  return (
    <div class="toolbar" role="toolbar" aria-label="Graph view">
      <Detail />
      <span class="sp" />
      <Find />
      <ViewMenu />
      <span class="tools share">
        <ShareMenu />
      </span>
      <span class="tools export">
        <ExportMenu own={useOwnExports()} />
      </span>
      <ToInspector />
    </div>
  );
}

/** On a phone it is beside the tabs, in no part of the page but its own. */
export function Toolbar(): JSX.Element {
  if (!useSession().screen.isPhone.value) return <Row />;
  return (
    <section class="beside-tabs" aria-label="Graph view">
      <Row />
    </section>
  );
}
