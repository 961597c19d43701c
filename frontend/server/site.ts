/** The whole public site as one request listener. */
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { isForm, takesForms, takesFromAnywhere } from "./forms.ts";
import { logRequest, safePath } from "./logs.ts";
import { isMachineFile, readMachineFile } from "./machine-files.ts";
import { type Kind, Metrics, mayReadMetrics } from "./metrics.ts";
import { IDENTITY_PATH, LONGEST_PATH, pageAddress, REACTION_PATH } from "./page-address.ts";
import { finish, type Page, type PageCache } from "./page-cache.ts";
import { PurgeHook } from "./purge-hook.ts";
import { readerAddress, signReaderAddress } from "./reader-address.ts";
import { hasLiked, hasWritten, identityIn, NOBODY } from "./reader-cookies.ts";
import { render, type SiteHandler } from "./rendering.ts";
import { mayWrite, previewHeaders, SECURITY_HEADERS } from "./security.ts";
import { readBody, send, sendPrivately, sendText } from "./sending.ts";
import type { Settings } from "./settings.ts";
import { follow, requestIdFrom } from "./trail.ts";
import { unlockToken } from "./unlock-cookie.ts";
import { fileBehind, sendUpload } from "./uploads.ts";

/** Bytes of a form: a comment of the greatest length, in any script, with room to spare. */
const FORM_LIMIT = 64 * 1024;
const PURGE_LIMIT = 1024 * 1024;

export interface Parts {
  settings: Settings;
  cache: PageCache;
  assets: ReadonlyMap<string, Page>;
  handler: SiteHandler;
}

export function siteListener({ settings, cache, assets, handler }: Parts): RequestListener {
  const metrics = new Metrics();
  const hook = new PurgeHook({ secret: settings.secret });
  const host = settings.site;

  const callerOf = (req: IncomingMessage) =>
    readerAddress({
      socket: req.socket.remoteAddress ?? "",
      forwarded: req.headers["x-forwarded-for"],
      proxies: settings.proxies,
    });
  const addressOf = (req: IncomingMessage) =>
    signReaderAddress({ address: callerOf(req), secret: settings.secret, now: Date.now() });

  async function read(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [path = ""] = (req.url ?? "").split("?");
    if (path.length > LONGEST_PATH) return sendText(res, 414, "This address is too long.\n");
    const address = pageAddress(req.url ?? "");
    if (!address) return sendText(res, 400, "This address cannot be read.\n");
    if (address.path === "/healthz") return sendText(res, 200, "ok\n");
    if (address.path === "/metrics" && mayReadMetrics(req, settings.metricsToken)) {
      return sendText(res, 200, metrics.text(cache.bytes));
    }
    const asset = assets.get(address.path);
    if (asset) return send(req, res, asset);
    const file = fileBehind(address.path, settings.site);
    if (file) return sendUpload(req, res, { ...settings, path: file });
    const reacting = REACTION_PATH.test(address.path);
    const unlock = unlockToken(req.headers.cookie, reacting ? null : address.path);
    const previewed = address.path.startsWith("/preview/");
    const { cookie } = req.headers;
    const personal = reacting || IDENTITY_PATH.test(address.path);
    const own = !personal && (hasWritten(cookie, address.path) || hasLiked(cookie, address.path));
    if (unlock || previewed || personal || own) {
      const headers = personal ? { host, ...pick(req.headers, ["accept-language", "cookie"]) } : { host };
      const request = { method: "GET", target: address.key, headers };
      const identity = personal || own ? identityIn(cookie, personal ? null : address.path) : NOBODY;
      const readerAddress = addressOf(req);
      const made = await finish(await render(handler, request, { readerAddress, unlock, identity }));
      // What all may read is better than nothing for whoever would see their own on it, too.
      const page = made.status >= 500 && own && !unlock ? (cache.lastGood(address.key) ?? made) : made;
      return sendPrivately(req, res, page, previewed ? previewHeaders(settings.adminOrigin) : SECURITY_HEADERS);
    }
    const request = { method: "GET", target: address.key, headers: { host } };
    const fresh = cache.fresh(address.key);
    metrics.looked(fresh ? "hit" : cache.lastGood(address.key) ? "stale" : "miss");
    const page =
      fresh ??
      (await cache.answer(address, () =>
        isMachineFile(address.path)
          ? readMachineFile({ ...settings, key: address.key })
          : render(handler, request, { readerAddress: "", unlock: "", identity: NOBODY }),
      ));
    send(req, res, page);
  }

  async function write(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const anywhere = takesFromAnywhere(req.url ?? "/");
    if (!anywhere && !mayWrite(req.headers, settings.publicOrigin)) {
      return sendText(res, 403, `Forms are accepted only from the pages of ${settings.publicOrigin}.\n`);
    }
    if (!isForm(req.headers["content-type"])) return sendText(res, 415, "This is not a form.\n");
    const body = await readBody(req, FORM_LIMIT);
    if (!body) return tooLong(res);
    const cookie = anywhere ? undefined : req.headers.cookie;
    const sent = { ...req.headers, cookie };
    const headers = { host, ...pick(sent, ["accept", "accept-language", "content-type", "cookie"]) };
    const readerAddress = addressOf(req);
    const request = { method: "POST", target: req.url ?? "/", headers, body };
    const unlock = unlockToken(cookie, null);
    const identity = identityIn(cookie, null);
    sendPrivately(req, res, await finish(await render(handler, request, { readerAddress, unlock, identity })));
  }

  async function purge(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readBody(req, PURGE_LIMIT);
    if (!body) return tooLong(res);
    const signature = req.headers["x-purge-signature"];
    const verdict = hook.judge({ signature: typeof signature === "string" ? signature : undefined, body });
    if (verdict.kind === "refused") return sendText(res, 403, "The signature is missing, wrong or too old.\n");
    if (verdict.kind === "malformed") return sendText(res, 400, 'Expected {"keys": [...], "paths": [...]}.\n');
    if (verdict.kind === "purge") cache.purge(verdict.purge);
    res.writeHead(204, { "cache-control": "no-store" }).end();
  }

  function kindOf(req: IncomingMessage): Kind {
    if (req.method === "POST") return req.url === "/hooks/purge" ? "purge" : "form";
    const path = pageAddress(req.url ?? "")?.path;
    if (path === undefined || (req.method !== "GET" && req.method !== "HEAD")) return "refused";
    if (path === "/healthz") return "health";
    if (path === "/metrics") return "metrics";
    if (assets.has(path)) return "asset";
    if (fileBehind(path, settings.site)) return "file";
    return isMachineFile(path) ? "feed" : "page";
  }

  function respond(req: IncomingMessage, res: ServerResponse): void {
    const answer =
      req.method === "GET" || req.method === "HEAD"
        ? read(req, res)
        : req.method !== "POST"
          ? notAllowed(res)
          : req.url === "/hooks/purge"
            ? purge(req, res)
            : takesForms(req.url ?? "")
              ? write(req, res)
              : notAllowed(res, "GET, HEAD");
    answer.catch((error: unknown) => {
      console.error(`${req.method} ${safePath(req.url ?? "")}:`, error);
      if (res.headersSent) res.destroy();
      else sendText(res, 500, "Something went wrong on our side.\n");
    });
  }

  return (req, res) => {
    const id = requestIdFrom(req.headers["x-request-id"], req.socket.remoteAddress);
    const started = performance.now();
    res.setHeader("x-request-id", id);
    follow(id, () => {
      res.once("close", () => {
        const took = performance.now() - started;
        const { method = "", url = "" } = req;
        metrics.answered({ kind: kindOf(req), method, status: res.statusCode, seconds: took / 1000 });
        const milliseconds = Math.round(took * 10) / 10;
        if (settings.logFormat === "json")
          logRequest({ method, path: safePath(url), status: res.statusCode, milliseconds });
      });
      respond(req, res);
    });
  };
}

function pick(
  headers: IncomingHttpHeaders,
  names: ReadonlyArray<"accept" | "accept-language" | "content-type" | "cookie">,
): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
}

async function notAllowed(res: ServerResponse, allowed = "GET, HEAD, POST"): Promise<void> {
  res.setHeader("allow", allowed);
  sendText(res, 405, `This address takes ${allowed}.\n`);
}

function tooLong(res: ServerResponse): void {
  res.setHeader("connection", "close");
  sendText(res, 413, "This is more than the site takes at once.\n");
}
