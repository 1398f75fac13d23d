/** The table that somebody brings: its text, what is read of it, and the points that their choices make of it. */
import { useComputed, useSignal } from "@preact/signals";
import { read as textOf } from "../../session/files";
import { type Choice, type Fault, guess, parseTable, pick } from "./csv";
import { isLarge, rescaled } from "./rescale";

export function useTable() {
  const text = useSignal("");
  const chosen = useSignal<Choice | null>(null);
  const unread = useSignal<Fault | null>(null);
  /** Whether inputs are rescaled; as they need it, while nobody has said. */
  const asked = useSignal<boolean | null>(null);
  const parsed = useComputed(() =>
    text.value === "" ? { table: null, faults: [] } : parseTable(text.value),
  );
  const choice = useComputed(
    () => chosen.value ?? (parsed.value.table === null ? null : guess(parsed.value.table)),
  );
  const { table } = parsed.value;
  const picked = table === null || choice.value === null ? null : pick(table, choice.value);
  const read = picked?.points ?? null;
  const isRescaled = read !== null && (asked.value ?? isLarge(read));
  const fitted = read === null ? null : rescaled(read);
  const take = (next: string): void => {
    text.value = next;
    chosen.value = null;
    asked.value = null;
    unread.value = null;
  };
  return {
    text: text.value,
    table,
    choice: choice.value,
    choose: (next: Choice): void => {
      chosen.value = next;
    },
    faults: [
      ...(unread.value === null ? [] : [unread.value]),
      ...parsed.value.faults,
      ...(picked?.faults ?? []),
    ],
    notes: picked?.notes ?? [],
    scales: fitted?.scales ?? null,
    isRescaled,
    rescale: (isOn: boolean): void => {
      asked.value = isOn;
    },
    points: isRescaled ? (fitted?.points ?? null) : read,
    take,
    takeFile: async (file: File): Promise<void> => {
      const found = textOf(await file.arrayBuffer());
      take(found ?? "");
      const message = `\`${file.name}\` is not text. Save the table as CSV.`;
      if (found === null) unread.value = { code: "empty", line: null, column: null, message };
    },
  };
}
