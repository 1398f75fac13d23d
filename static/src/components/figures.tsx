/**
 * What a program drew, under what it printed. A figure comes from the program and is shown as an image and in no other way:
 * nothing in it runs, and nothing in it asks another host.
 */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { useSession } from "../session/context";
import type { Figure } from "../wire/calls";
import { lineWords } from "../wire/problem";
import { Dialog } from "./dialog";

const address = ({ svg }: Figure): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/** "Figure 1, line 12" */
const nameOf = ({ name, line, file }: Figure): string =>
  line === null ? name : `${name}, ${lineWords(line, file)}`;

/** A figure as large as the window allows. */
function Enlarged({ figure, onClose }: { figure: Figure | null; onClose: () => void }): JSX.Element {
  const { files } = useSession();
  const line = figure?.line ?? null;
  const file = figure?.file ?? null;
  /** Where to go once the dialog has closed and has given the focus back. */
  const target = useRef<(() => void) | null>(null);
  const go = (): void => {
    if (line !== null) target.current = () => files.goTo(line, file);
    onClose();
  };
  const closed = (): void => {
    onClose();
    target.current?.();
    target.current = null;
  };
  const title = figure === null ? "Figure" : nameOf(figure);
  return (
    <Dialog id="figure" class="help enlarged" title={title} isOpen={figure !== null} onClose={closed}>
      {figure !== null && <img src={address(figure)} alt={title} />}
      {line !== null && (
        <div class="pf">
          <button class="btn sm" type="button" onClick={go}>
            Go to {lineWords(line, file)}
          </button>
        </div>
      )}
    </Dialog>
  );
}

export function Figures({ figures }: { figures: readonly Figure[] }): JSX.Element | null {
  const enlarged = useSignal<Figure | null>(null);
  if (figures.length === 0) return null;
  return (
    <div class="figures">
      {figures.map((figure, at) => (
        <button
          key={`${at}${figure.name}`}
          type="button"
          title="Enlarge"
          onClick={() => {
            enlarged.value = figure;
          }}
        >
          <img src={address(figure)} alt={nameOf(figure)} />
        </button>
      ))}
      <Enlarged
        figure={enlarged.value}
        onClose={() => {
          enlarged.value = null;
        }}
      />
    </div>
  );
}
