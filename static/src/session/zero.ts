/** Whether a backward pass begins with grads of zero, as it should, or adds to what is there. */
import { signal } from "@preact/signals";

export const zeroGrads = signal(true);
