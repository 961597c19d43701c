/** Lines of the log: one JSON object each, without what would give readers or secrets away. */
import { isIP } from "node:net";
import { format } from "node:util";
import { requestId } from "./trail.ts";

type Level = "info" | "warning" | "error";

export interface RequestFields {
  method: string;
  path: string;
  status: number;
  milliseconds: number;
}

/** Characters of a message or of where an error came from; what is over is cut off. */
const LONGEST = 20_000;
const QUERY = /(?<=[\w/])\?[\w.%~-]+=[^\s"'<>]*/g;
const PREVIEW = /(\/preview\/)(?!…)[^\s?"'<>]+/g;
const LONG_SEGMENT = /(?<=\/)(?=[^/\s]*[A-Z])(?=[^/\s]*\d)[\w.:=-]{32,}/g;
// Looks ahead only so far: strangers write paths.
const TOKEN = /(?<![\w/.-])(?=[\w.:=-]{0,200}[A-Z])(?=[\w.:=-]{0,200}\d)[\w.-]{6,}:[\w.=:-]{16,}/g;
const EMAIL = /[^\s@<>"'(),:;=[\]]{1,64}@[\w-]+(?:\.[\w-]+)+/g;
const IPV4 = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)/g;
const IPV6 = /(?<![\w:.])[\dA-Fa-f]{0,4}(?::[\dA-Fa-f]{0,4}){2,7}(?![\w:])/g;

/** Returns `text` without queries, tokens, e-mail and network addresses; those of this machine itself stay. */
export function scrubbed(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(QUERY, "?…")
    .replace(PREVIEW, "$1…")
    .replace(LONG_SEGMENT, "…")
    .replace(TOKEN, "…")
    .replace(EMAIL, "…@…")
    .replace(IPV4, unlessOwn)
    .replace(IPV6, unlessOwn);
}

function unlessOwn(found: string): string {
  return isIP(found) && !/^127\.|^::1?$|^0\.0\.0\.0$/.test(found) ? "(address)" : found;
}

/** Returns the path of `target` as it may be written down. */
export function safePath(target: string): string {
  const [path = ""] = target.split("?");
  return scrubbed(path);
}

/** Returns one line, in ASCII: nothing in it can end it or look like another. */
export function jsonLine(level: Level, parts: readonly unknown[], fields: Partial<RequestFields> = {}): string {
  const errors = parts.filter((part) => part instanceof Error);
  const words = parts.map((part) => (part instanceof Error ? part.message : part));
  const id = requestId();
  const told = {
    time: new Date().toISOString(),
    level,
    logger: "frontend",
    message: scrubbed(format(...words)),
    ...(id ? { request_id: id } : {}),
    ...fields,
    ...(errors.length > 0 ? { exception: scrubbed(errors.map((error) => error.stack ?? "").join("\n")) } : {}),
  };
  return JSON.stringify(told).replace(
    /[\u007f-\uffff]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Makes JSON of all that this process says from now on, whoever says it. */
export function speakJson(): void {
  const speak =
    (level: Level) =>
    (...parts: unknown[]) => {
      process.stdout.write(`${jsonLine(level, parts)}\n`);
    };
  console.log = console.info = console.debug = speak("info");
  console.warn = speak("warning");
  console.error = speak("error");
}

/** Writes the line of a request that was answered. */
export function logRequest(fields: RequestFields): void {
  const { method, path, status } = fields;
  const level = status >= 500 ? "warning" : "info";
  process.stdout.write(`${jsonLine(level, [`${method} ${path} ${status}`], fields)}\n`);
}
