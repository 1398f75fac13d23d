/** The panels of the explorer, in the order in which they appear in their part of the page. */
import type { JSX } from "preact";
import { Shared } from "../../components/shared";
import { SliderStrip } from "../../components/slider-strip";
import type { PageScreen } from "../../session/screen";
import { Canvas } from "./canvas";
import { CheckPanel } from "./check";
import { CoursePanel } from "./course";
import { Descent } from "./descent";
import { Editor } from "./editor";
import { Help } from "./help";
import { Inspector } from "./inspector";
import { Leaves } from "./leaves";
import { Output } from "./output";
import { OwnBar } from "./own-bar";
import { Tabs } from "./tabs";
import { Timeline } from "./timeline";
import { Toolbar } from "./toolbar";
import { TopBar } from "./top-bar";
import { Values } from "./values";
import { Verbs } from "./verbs";

export type Part = "top" | "left" | "middle" | "side" | "dock" | "over";

export interface Panel {
  readonly name: string;
  /** Its part of the page; a function where that depends on the screen, and null where it has none. */
  readonly part: Part | ((screen: PageScreen) => Part | null);
  readonly View: () => JSX.Element | null;
}

export const PANELS: readonly Panel[] = [
  { name: "top-bar", part: "top", View: TopBar },
  { name: "tabs", part: "top", View: Tabs },
  { name: "editor", part: "left", View: Editor },
  { name: "output", part: "left", View: Output },
  {
    name: "leaves",
    part: ({ hasStrip, isEmbedded }) => (isEmbedded.value ? null : hasStrip.value ? "dock" : "left"),
    View: Leaves,
  },
  { name: "toolbar", part: ({ isPhone }) => (isPhone.value ? "top" : "middle"), View: Toolbar },
  { name: "own-bar", part: "middle", View: OwnBar },
  { name: "canvas", part: "middle", View: Canvas },
  { name: "values", part: "middle", View: Values },
  { name: "check", part: "side", View: CheckPanel },
  { name: "inspector", part: "side", View: Inspector },
  { name: "slider-strip", part: ({ isEmbedded }) => (isEmbedded.value ? "dock" : null), View: SliderStrip },
  { name: "verbs", part: "dock", View: Verbs },
  { name: "timeline", part: "dock", View: Timeline },
  { name: "descent", part: ({ isNarrow }) => (isNarrow.value ? "side" : "dock"), View: Descent },
  { name: "course", part: ({ isPhone }) => (isPhone.value ? "side" : "middle"), View: CoursePanel },
  { name: "help", part: "over", View: Help },
  { name: "shared", part: "over", View: Shared },
];
