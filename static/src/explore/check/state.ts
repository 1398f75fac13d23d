/** What was found out about the program's own engine: which finding is looked at, and whether its panel is open. */
import { batch, computed, signal } from "@preact/signals";
import { departure } from "../../compute/own";
import { carry } from "../../session/link";
import type { Session } from "../../session/session";
import { rooted } from "../../wire/boot";
import type { Finding, GraphDocument, OwnEngine } from "../../wire/types";
import { bugOf } from "./words";

const engineOf = (shown: GraphDocument | null): OwnEngine | null => shown?.own_engine ?? null;

/** What distinguishes one set of findings from another: moved leaves change their numbers and nothing else. */
const signatureOf = (engine: OwnEngine | null): string =>
  JSON.stringify(engine?.findings.map(({ method, line, file, like }) => [method, line, file, like]) ?? []);

const NONE = signatureOf(null);

export function createCheck(session: Session) {
  const { document, playback, passes, program, screen, selection, stage, files, life } = session;
  const { doc } = document;
  const engine = computed(() => engineOf(doc.value));
  const findings = computed(() => engine.value?.findings ?? []);
  const isOpen = signal(false);
  const chosen = signal(0);
  /** The finding that is looked at. */
  const finding = computed<Finding | null>(() => findings.value[chosen.value] ?? findings.value[0] ?? null);
  /** It is said in the editor under its line as well, until somebody hides it there. */
  const isNoted = signal(true);
  /** What to do about it is said only to who asks. */
  const isFixShown = signal(false);

  // A new fault opens the panel; the same one does not open it a second time. The drawer of a narrow page covers the
  // graph, and so waits until it is asked for.
  const signature = computed(() => signatureOf(engine.value));
  let last = NONE;
  life.effect(() => {
    const now = signature.value;
    if (doc.value === null || now === last) return;
    last = now;
    batch(() => {
      chosen.value = 0;
      isNoted.value = true;
      isFixShown.value = false;
      isOpen.value = now !== NONE && !screen.isNarrow.peek() && !screen.isPhone.peek();
      if (isOpen.value) screen.inspectorOpen.value = true;
    });
  });

  /** Once a run was in C there is a choice, which stays while it is off. */
  const wasFast = signal(false);
  life.effect(() => {
    if (engine.value?.fast) wasFast.value = true;
  });

  /** Run the class in C from now on, or as it is written. */
  function setFast(isFast: boolean): void {
    program.isFast.value = isFast;
    void session.actions.read();
  }

  function open(): void {
    batch(() => {
      isOpen.value = true;
      screen.inspectorOpen.value = true;
      screen.tab.value = "inspect";
    });
  }

  /** The value whose grad it is, and the step that went wrong, if the pass has one. */
  async function showCase({ node }: Finding): Promise<void> {
    selection.select(node);
    stage.reveal(node);
    if (screen.isPhone.peek()) screen.tab.value = "graph";
    await passes.stepTo(1);
    const at =
      playback.trace.peek()?.findIndex((step) => step.node === node && departure(step) !== null) ?? -1;
    if (at >= 0) playback.goTo(at + 1);
  }

  /** The program in the bug lab, where a right pass is broken in the same way. */
  async function openLab(found: Finding): Promise<void> {
    const bug = bugOf(found);
    if (bug === null) return;
    const { source, files: attached, values } = program.program.peek();
    const lab = { source, values, bugs: [bug] };
    const { fragment } = await carry({
      source,
      ...(attached === undefined ? {} : { files: attached }),
      values,
      practise: { attempts: [], lab, isLabFirst: true },
    });
    location.assign(rooted(`/practise${fragment}`));
  }

  /** Look at this finding. */
  function look(at: number): void {
    batch(() => {
      chosen.value = at;
      isNoted.value = true;
      isFixShown.value = false;
    });
  }

  /** Look at the finding so many on. */
  function choose(by: number): void {
    const count = findings.value.length;
    if (count === 0) return;
    look((chosen.value + by + count) % count);
    goToLine(findings.value[chosen.value]);
  }

  function goToLine(found: Finding | undefined): void {
    if (found !== undefined && found.line !== null) files.goTo(found.line, found.file ?? null);
  }

  return {
    engine,
    findings,
    finding,
    chosen,
    isOpen,
    isNoted,
    isFixShown,
    open,
    showCase,
    wasFast,
    setFast,
    openLab,
    look,
    choose,
    goToLine,
    /** How many grads are shown or would be, and how many of them are wrong. */
    counts: computed(() => {
      const graded = (doc.value?.nodes ?? []).filter(({ op }) => op !== "constant");
      return { all: graded.length, wrong: graded.filter((node) => node.expected_grad !== undefined).length };
    }),
  };
}
