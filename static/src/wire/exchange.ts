/** Requests as they are written and answers as they come: what the developer page sends and shows. */
import { rooted } from "./boot";
import { readProblem } from "./problem";
import { fetched } from "./request";

export interface Wire {
  readonly method: string;
  /** With its placeholders filled in. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; null where nothing is sent. */
  readonly body: string | null;
}

/** An answer whatever its status. */
export interface Exchange {
  readonly status: number;
  readonly type: string;
  readonly location: string | null;
  readonly etag: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Every header that is sent: a body says what it is. */
export const headersOf = (wire: Wire): Record<string, string> =>
  wire.body === null ? { ...wire.headers } : { "content-type": "application/json", ...wire.headers };

/** Send a request as it is written. Raises Offline. */
export async function exchange(wire: Wire, signal: AbortSignal): Promise<Exchange> {
  const { method, body } = wire;
  const response = await fetched(rooted(wire.path), { method, headers: headersOf(wire), body, signal });
  return {
    status: response.status,
    type: response.headers.get("Content-Type") ?? "",
    location: response.headers.get("Location"),
    etag: response.headers.get("ETag"),
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

/** The server's own OpenAPI document. Raises Problem, Offline. */
export async function openapi(signal: AbortSignal): Promise<unknown> {
  const asked = { method: "GET", path: "/openapi.json", headers: {}, body: null };
  const { status, bytes } = await exchange(asked, signal);
  const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (status !== 200) throw readProblem(status, body);
  return body;
}
