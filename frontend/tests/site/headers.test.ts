/** What browsers and caches are told with every answer of the public site: one table for all its addresses. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { readAssets } from "../../server/assets.ts";
import type { SiteHandler } from "../../server/rendering.ts";
import { previewHeaders, SECURITY_HEADERS, UPLOAD_HEADERS } from "../../server/security.ts";
import { readSettings } from "../../server/settings.ts";
import { pageCache } from "../../server/shared-cache.ts";
import { siteListener } from "../../server/site.ts";
import { type Answer, TestApi } from "../api.ts";
import { aPost, aSite } from "../samples.ts";

const built = inject("built");
const { handler } = (await import(pathToFileURL(join(built, "server", "entry.mjs")).href)) as { handler: SiteHandler };
const assets = readAssets(join(built, "client"));
const script = [...assets.keys()].find((name) => name.startsWith("/_astro/") && name.endsWith(".js")) ?? "";
const icon = [...assets.keys()].find((name) => !name.startsWith("/_astro/")) ?? "";

const PREVIEW = previewHeaders("http://localhost:8001");
const ASKED_AGAIN = "no-cache";
const NEVER = "no-store";
const OWN = "private, no-store";
const FOR_GOOD = "public, max-age=31536000, immutable";

/** Address, status, what a cache is told, the headers for a browser; how it is asked where that is not GET. */
const TABLE: ReadonlyArray<[string, number, string | null, Readonly<Record<string, string>>, RequestInit?]> = [
  ["/", 200, ASKED_AGAIN, SECURITY_HEADERS],
  ["/none/", 404, ASKED_AGAIN, SECURITY_HEADERS],
  ["/away/", 503, ASKED_AGAIN, SECURITY_HEADERS],
  ["/moved/", 301, ASKED_AGAIN, SECURITY_HEADERS],
  ["/search/", 503, ASKED_AGAIN, SECURITY_HEADERS],
  ["/search/suggestions?q=ba", 200, ASKED_AGAIN, SECURITY_HEADERS],
  ["/comments/form/", 503, NEVER, SECURITY_HEADERS],
  ["/identity/", 200, OWN, SECURITY_HEADERS],
  ["/preview/over/", 404, OWN, PREVIEW],
  [script, 200, FOR_GOOD, SECURITY_HEADERS],
  [icon, 200, "public, max-age=3600", SECURITY_HEADERS],
  ["/brand.none.css", 200, NEVER, SECURITY_HEADERS],
  ["/media/a.png", 200, null, UPLOAD_HEADERS],
  ["/media/none.png", 404, NEVER, SECURITY_HEADERS],
  ["/documents/1/plan.pdf", 200, null, UPLOAD_HEADERS],
  ["/feeds/site/rss.xml", 200, ASKED_AGAIN, SECURITY_HEADERS],
  ["/feeds/tag/none/rss.xml", 404, ASKED_AGAIN, SECURITY_HEADERS],
  ["/sitemap.xml", 200, ASKED_AGAIN, SECURITY_HEADERS],
  ["/robots.txt", 200, ASKED_AGAIN, SECURITY_HEADERS],
  ["/healthz", 200, NEVER, SECURITY_HEADERS],
  ["/metrics", 301, ASKED_AGAIN, SECURITY_HEADERS],
  ["/%zz", 400, NEVER, SECURITY_HEADERS],
  [`/${"x".repeat(3000)}/`, 414, NEVER, SECURITY_HEADERS],
  ["/", 405, NEVER, SECURITY_HEADERS, { method: "PUT" }],
  ["/comments/1/", 403, NEVER, SECURITY_HEADERS, { method: "POST", body: "" }],
  ["/hooks/purge", 403, NEVER, SECURITY_HEADERS, { method: "POST", body: "{}" }],
];

const screen = {
  ...{ kind: "page", type: "blog.BlogPostPage", status: 200, location: null, lock: null, page: aPost() },
  ...{ listing: null, breadcrumbs: [], head: null, comments: null, comment_count: 0, keys: ["blog"] },
};
const moved = { ...screen, kind: "redirect", status: 301, location: "/elsewhere/", page: null };

/** What the API says of a path, the page for any other. */
const RESOLVED: Readonly<Record<string, Answer>> = {
  "/none/": { status: 404, body: { status: 404, code: "not-found", message: "No." } },
  "/away/": { status: 503, body: null },
  "/moved/": { body: moved },
};

let api: TestApi;
let server: Server;
let site: string;

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  api = new TestApi();
  await api.start();
  api.answers.set("/settings/", { body: aSite() });
  for (const path of ["/media/a.png", "/documents/1/plan.pdf", "/feeds/site/rss.xml", "/sitemap.xml", "/robots.txt"]) {
    api.answers.set(path, { body: "x" });
  }
  server = createServer(siteListener({ settings: readSettings(), cache: pageCache(), assets, handler }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  api.stop();
  server.close().closeAllConnections();
  vi.restoreAllMocks();
});

test.each(TABLE)("%s: %i", async (path, status, cache, headers, asked) => {
  api.answers.set("/resolve/", RESOLVED[path] ?? { body: screen });
  const answer = await fetch(site + path, { redirect: "manual", ...asked });
  await answer.text();
  const given = Object.fromEntries(Object.keys(SECURITY_HEADERS).map((name) => [name, answer.headers.get(name)]));
  const wanted = Object.fromEntries(Object.keys(SECURITY_HEADERS).map((name) => [name, headers[name] ?? null]));
  expect(given).toEqual(wanted);
  expect([answer.status, cache === null ? null : answer.headers.get("cache-control")]).toEqual([status, cache]);
});
