/** What a session makes first, and all the rest of it takes: each part by the name under which it is asked for. */
import type { Signal } from "@preact/signals";
import type { Changes } from "./changes";
import type { Connection } from "./connection";
import type { Descent } from "./descent";
import type { DocumentState } from "./document";
import type { Lifetime } from "./lifetime";
import type { PictureState } from "./picture";
import type { Playback } from "./playback";
import type { ProgramState } from "./program";
import type { PageScreen } from "./screen";
import type { Selection } from "./selection";
import type { Hidden } from "./spoiler";
import type { ViewState } from "./view";

interface Parts {
  readonly life: Lifetime;
  readonly connection: Connection;
  readonly screen: PageScreen;
  readonly hidden: Signal<Hidden>;
  readonly document: DocumentState;
  readonly program: ProgramState;
  readonly playback: Playback;
  readonly selection: Selection;
  readonly descent: Descent;
  readonly changes: Changes;
  readonly view: ViewState;
  readonly picture: PictureState;
}

/** These parts of a session. */
export type Has<Name extends keyof Parts> = Pick<Parts, Name>;
