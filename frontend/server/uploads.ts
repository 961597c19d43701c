/** Hands on the backend's pictures and documents without holding them in memory. */
import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import { request as secureRequest } from "node:https";
import { pipeline } from "node:stream";
import { UPLOAD_HEADERS } from "./security.ts";
import { sendText } from "./sending.ts";
import { trailHeader } from "./trail.ts";

const ASKED = ["accept", "if-modified-since", "if-none-match", "if-range", "range"] as const;
const ANSWERED = [
  "accept-ranges",
  "cache-control",
  "content-disposition",
  "content-length",
  "content-range",
  "content-type",
  "etag",
  "last-modified",
  "location",
] as const;
const PATIENCE = 15_000;

/** Where Wagtail keeps what editors uploaded; readers get what was made of it. */
const ORIGINALS = "/media/original_images/";

/** The papers of a post, for reference managers: the ending says which kind of file. */
const REFERENCES = /^\/references\/([1-9]\d{0,9})\.(bib|ris|json)$/;
const REFERENCE_FORMATS: Readonly<Record<string, string>> = { bib: "bibtex", ris: "ris", json: "csl-json" };

/** Returns where the backend keeps the file that readers have at `path`; null if it is none that is handed on. */
export function fileBehind(path: string, site: string): string | null {
  const [, post, ending = ""] = REFERENCES.exec(path) ?? [];
  const format = REFERENCE_FORMATS[ending];
  if (post && format) return `/api/site/v1/posts/${post}/references/?${new URLSearchParams({ format, site })}`;
  if (path.startsWith(ORIGINALS)) return null;
  return path.startsWith("/media/") || path.startsWith("/documents/") ? path : null;
}

/** Streams the file at `path` from the backend; no cookie goes either way. */
export function sendUpload(
  req: IncomingMessage,
  res: ServerResponse,
  { backendUrl, path }: { backendUrl: string; path: string },
): void {
  const ask = backendUrl.startsWith("https:") ? secureRequest : request;
  const headers = { ...pick(req.headers, ASKED), ...trailHeader() };
  const asked = ask(`${backendUrl}${path}`, { method: req.method, headers, timeout: PATIENCE }, (answer) => {
    const status = answer.statusCode ?? 502;
    if (status >= 400) {
      answer.resume();
      sendText(res, status === 404 || status === 403 || status === 416 ? status : 502, "This file cannot be shown.\n");
      return;
    }
    res.writeHead(status, { ...pick(answer.headers, ANSWERED), ...UPLOAD_HEADERS });
    // A reader who leaves in the middle is no error; pipeline closes both ends.
    pipeline(answer, res, () => undefined);
  });
  asked.on("timeout", () => asked.destroy(new Error("the backend did not answer in time")));
  asked.on("error", (error: NodeJS.ErrnoException) => {
    if (res.headersSent) res.destroy();
    // The backend had just closed the connection that was kept: another one is not yet tried.
    else if (asked.reusedSocket && error.code === "ECONNRESET" && !res.closed)
      sendUpload(req, res, { backendUrl, path });
    else sendText(res, 502, "This file cannot be reached just now.\n");
  });
  res.on("close", () => asked.destroy());
  asked.end();
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (typeof value === "string") picked[name] = value;
  }
  return picked;
}
