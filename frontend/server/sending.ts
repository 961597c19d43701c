/** Puts finished answers on the wire. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Page } from "./page-cache.ts";
import { SECURITY_HEADERS } from "./security.ts";

/** Sends `page` in the best encoding the reader takes, or 304 if the reader has it already. */
export function send(req: IncomingMessage, res: ServerResponse, page: Page, security = SECURITY_HEADERS): void {
  const headers: Record<string, string> = { "cache-control": "no-cache", ...page.headers, ...security };
  if (page.etag) {
    headers["etag"] = page.etag;
    if (holds(req.headers["if-none-match"], page.etag)) {
      delete headers["content-type"];
      res.writeHead(304, { ...headers, vary: "accept-encoding" }).end();
      return;
    }
  }
  let body = page.identity;
  if (page.gzip || page.brotli) {
    headers["vary"] = "accept-encoding";
    const accepted = req.headers["accept-encoding"] ?? "";
    if (page.brotli && takes(accepted, "br")) {
      headers["content-encoding"] = "br";
      body = page.brotli;
    } else if (page.gzip && takes(accepted, "gzip")) {
      headers["content-encoding"] = "gzip";
      body = page.gzip;
    }
  }
  headers["content-length"] = String(body.length);
  res.writeHead(page.status, headers);
  res.end(req.method === "HEAD" ? undefined : body);
}

/** Sends `page` to one reader, for nobody to keep. */
export function sendPrivately(
  req: IncomingMessage,
  res: ServerResponse,
  page: Page,
  security = SECURITY_HEADERS,
): void {
  send(req, res, { ...page, etag: null, headers: { ...page.headers, "cache-control": "private, no-store" } }, security);
}

/** Sends a short answer of our own, for machines or for requests no page of ours makes. */
export function sendText(res: ServerResponse, status: number, text: string): void {
  const headers = { ...SECURITY_HEADERS, "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" };
  res.writeHead(status, headers).end(text);
}

/** Returns the request's body, or null if it is longer than `limit` bytes. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(req.headers["content-length"] ?? 0) > limit) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function holds(header: string | undefined, etag: string): boolean {
  return header?.split(/,\s*/).some((mark) => mark === etag || `W/${mark}` === etag) ?? false;
}

function takes(header: string, encoding: string): boolean {
  const found = new RegExp(`(?:^|[,\\s])${encoding}(?:;\\s*q=([\\d.]+))?\\s*(?:,|$)`, "i").exec(header);
  return found !== null && found[1] !== "0" && Number(found[1] ?? 1) > 0;
}
