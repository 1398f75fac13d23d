/** The empty page that a saved graph is written into: a built file beside this one. */
import { Offline } from "./problem";
import { fetched } from "./request";

// The build writes its hashed name here.
declare const SAVED_PAGE: string;

/** Its HTML. Raises Offline. */
export async function savedPage(signal: AbortSignal): Promise<string> {
  const response = await fetched(new URL(SAVED_PAGE, import.meta.url).href, { signal });
  if (!response.ok) throw new Offline("The page for a saved graph cannot be had.");
  return response.text();
}
