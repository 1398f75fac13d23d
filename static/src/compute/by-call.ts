/** Shares of a grad, added up by the box whose values they come through. Pure. */
import { position } from "../wire/ids";
import type { Use } from "./uses";

export interface CallShare<Box> {
  readonly box: Box;
  readonly uses: number;
  /** null where a share is not known. */
  readonly share: number | null;
}

/** The uses of a value by box, in the order of the uses; those that are in none of the boxes are left out. */
export function byCall<Box>(
  uses: readonly Use[],
  boxOf: (node: number) => Box | undefined,
): readonly CallShare<Box>[] {
  const found = new Map<Box, CallShare<Box>>();
  for (const { share, target } of uses) {
    const box = boxOf(position(target.id));
    if (box === undefined) continue;
    const { uses: before, share: sum } = found.get(box) ?? { uses: 0, share: 0 };
    found.set(box, { box, uses: before + 1, share: sum === null || share === null ? null : sum + share });
  }
  return [...found.values()];
}
