/** What one reader sees and no other: pages behind a password, previews. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { readAssets } from "../../server/assets.ts";
import type { SiteHandler } from "../../server/rendering.ts";
import { readSettings } from "../../server/settings.ts";
import { pageCache } from "../../server/shared-cache.ts";
import { siteListener } from "../../server/site.ts";
import { TestApi } from "../api.ts";
import { aPost, aSite } from "../samples.ts";

const built = inject("built");
const { handler } = (await import(pathToFileURL(join(built, "server", "entry.mjs")).href)) as { handler: SiteHandler };
const assets = readAssets(join(built, "client"));
const UNLOCKED = { token: "abc:1x:def", paths: ["/blog/club/"], expires_at: "2126-05-01T20:00:00Z" };

let api: TestApi;
let server: Server;
let site: string;
let path: string;
let count = 0;

const screen = (changes: object = {}) => ({
  kind: "page",
  type: "blog.BlogPostPage",
  status: 200,
  location: null,
  lock: null,
  page: aPost(),
  listing: null,
  breadcrumbs: [],
  head: null,
  comments: null,
  comment_count: 0,
  keys: ["blog"],
  ...changes,
});
const locked = screen({ kind: "restricted", status: 403, lock: "password", page: null, type: "" });

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  count += 1;
  path = `/blog/club/letter-${count}/`;
  api = new TestApi();
  await api.start();
  api.answers.set("/settings/", { body: aSite() });
  api.answers.set("/resolve/", { body: locked });
  server = createServer(siteListener({ settings: readSettings(), cache: pageCache(), assets, handler }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  api.stop();
  server.close().closeAllConnections();
  vi.restoreAllMocks();
});

const get = (target: string, cookie = "") =>
  fetch(site + target, { headers: cookie ? { cookie } : {}, redirect: "manual" });

function give(password: string, cookie = "") {
  const headers = { origin: readSettings().publicOrigin, ...(cookie ? { cookie } : {}) };
  return fetch(`${site}/unlock`, {
    method: "POST",
    body: new URLSearchParams({ path, password }),
    headers,
    redirect: "manual",
  });
}

describe("a page behind a password", () => {
  test("asks for it with a plain form", async () => {
    const answer = await get(path);
    const html = await answer.text();
    expect(answer.status).toBe(403);
    expect(html).toContain('action="/unlock"');
    expect(html).toContain(`value="${path}"`);
    expect(html).toContain('type="password"');
  });

  test("opens for whoever gave it, and for nobody else", async () => {
    api.answers.set("POST /unlock/", { body: UNLOCKED });
    const answer = await give("wagtail");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(path);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const asked = api.to("/unlock/")[0];
    expect(asked?.body).toEqual({ path, password: "wagtail" });
    expect(asked?.headers["x-reader-address"]).toMatch(/^127\.0\.0\.1;/);
    const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    api.answers.set("/resolve/", { body: screen() });
    const opened = await get(path, cookie);
    expect(await opened.text()).toMatch(/<h1[^>]*>Backs<\/h1>/);
    expect(opened.headers.get("cache-control")).toBe("private, no-store");
    expect(opened.headers.get("etag")).toBeNull();
    expect(api.to("/resolve/").at(-1)?.headers["x-unlock-token"]).toBe(UNLOCKED.token);
    api.answers.set("/resolve/", { body: locked });
    expect((await get(path)).status).toBe(403);
    expect(api.to("/resolve/").at(-1)?.headers["x-unlock-token"]).toBeUndefined();
  });

  test("keeps what is open when another opens", async () => {
    api.answers.set("POST /unlock/", { body: UNLOCKED });
    const cookie = (await give("wagtail")).headers.get("set-cookie")?.split(";")[0] ?? "";
    await give("magpie", cookie);
    expect(api.to("/unlock/")[1]?.headers["x-unlock-token"]).toBe(UNLOCKED.token);
  });

  test("pages elsewhere stay the same for all", async () => {
    api.answers.set("POST /unlock/", { body: UNLOCKED });
    const cookie = (await give("wagtail")).headers.get("set-cookie")?.split(";")[0] ?? "";
    api.answers.set("/resolve/", { body: screen() });
    const elsewhere = await get(`/elsewhere-${count}/`, cookie);
    expect(elsewhere.headers.get("cache-control")).toBe("no-cache");
    expect(api.to("/resolve/").at(-1)?.headers["x-unlock-token"]).toBeUndefined();
  });

  test.each([
    [403, "wrong-password", 422],
    [429, "too-many-tries", 429],
  ])("says why it stays shut: %d %s", async (status, code, shown) => {
    api.answers.set("POST /unlock/", { status, body: { status, code, message: "It stays shut.", errors: [] } });
    const answer = await give("magpie");
    expect(answer.status).toBe(shown);
    expect(answer.headers.get("set-cookie")).toBeNull();
    const html = await answer.text();
    expect(html).toContain("It stays shut.");
    expect(html).not.toContain("magpie");
  });

  test("leads to no other site", async () => {
    path = "//evil.example/";
    expect((await give("x")).status).toBe(404);
  });
});

test("a page that is gone says so", async () => {
  api.answers.set("/resolve/", { body: screen({ kind: "gone", status: 410, page: null, type: "" }) });
  const answer = await get(path);
  expect(answer.status).toBe(410);
  expect(await answer.text()).toContain("no longer here");
});

describe("a mailed link", () => {
  test.each([
    ["published", "?comments=a00000000000040008000000000000001"],
    ["waiting", ""],
  ])("leads whoever confirms it to their comment, in its part of the thread: %s", async (status, part) => {
    const id = "00000000-0000-4000-8000-000000000001";
    const comment = { id, status, page: { id: 12, title: "Letter", path } };
    const body = { token: "abc:1x:def", expires_at: "2126-05-01T20:00:00Z", comment, told_of: null };
    api.answers.set("POST /identity/confirm/", { body });
    const answer = await fetch(`${site}/identity/confirm/`, {
      method: "POST",
      body: new URLSearchParams({ token: "abc" }),
      headers: { origin: readSettings().publicOrigin },
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${path}${part}#comment-${id}`]);
  });
});

describe("a preview", () => {
  const address = () => `/preview/abc:1x:d${count}/`;

  test("shows the page to be framed by the editors' site and kept by nobody", async () => {
    api.answers.set(`/preview/abc%3A1x%3Ad${count}/`, { body: { screen: screen(), in_panel: true } });
    api.answers.set(`/preview/abc:1x:d${count}/`, { body: { screen: screen(), in_panel: true } });
    const answer = await get(address());
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toMatch(/<h1[^>]*>Backs<\/h1>/);
    expect(html).toContain('data-address="http://localhost:8001/userbar/?panel=1"');
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(answer.headers.get("x-robots-tag")).toContain("noindex");
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors http://localhost:8001;");
    expect(answer.headers.get("x-frame-options")).toBeNull();
    await get(address());
    expect(api.asked.filter((one) => one.path.startsWith("/preview/"))).toHaveLength(2);
  });

  test("is over some day", async () => {
    const answer = await get(address());
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("This preview is over");
  });

  test("no other page is framed or has the user bar", async () => {
    api.answers.set("/resolve/", { body: screen() });
    const answer = await get(path);
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("x-frame-options")).toBe("DENY");
    expect(await answer.text()).not.toContain("user-bar");
  });
});
