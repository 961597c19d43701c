/** What readers do with comments: by plain forms, by the script of the page, and without leaving a trace in kept pages. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { readAssets } from "../../server/assets.ts";
import type { SiteHandler } from "../../server/rendering.ts";
import { readSettings } from "../../server/settings.ts";
import { pageCache } from "../../server/shared-cache.ts";
import { siteListener } from "../../server/site.ts";
import { TestApi } from "../api.ts";
import { aComment, aPost, aSite, aThread, OPEN } from "../samples.ts";

const ORIGIN = "http://blog.test:8000";
const ID = "00000000-0000-4000-8000-00000000000a";
const built = inject("built");
const { handler } = (await import(pathToFileURL(join(built, "server", "entry.mjs")).href)) as { handler: SiteHandler };
const assets = readAssets(join(built, "client"));

let api: TestApi;
let server: Server;
let site: string;
let path: string;
let count = 0;

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  count += 1;
  path = `/blog/liked-${count}/`;
  api = new TestApi();
  await api.start();
  const resolved = {
    kind: "page",
    type: "blog.BlogPostPage",
    status: 200,
    location: null,
    page: aPost(),
    listing: null,
    breadcrumbs: [],
    head: null,
    comments: OPEN,
    comment_count: 1,
    keys: ["page:12"],
  };
  api.answers.set("/settings/", { body: aSite() });
  api.answers.set("/resolve/", { body: resolved });
  api.answers.set("GET /pages/12/comments/", { body: aThread({ count: 2, comments: [aComment(ID, { score: 4 })] }) });
  api.answers.set(`GET /comments/${ID}/`, {
    body: { ...aComment(ID, { path: `${path}#comment-${ID}` }), page: 12, own: null },
  });
  server = createServer(siteListener({ settings: readSettings(), cache: pageCache(), assets, handler }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  api.stop();
  server.close().closeAllConnections();
  vi.restoreAllMocks();
});

async function get(target: string, cookie = "") {
  const answer = await fetch(site + target, { headers: cookie ? { cookie } : {}, redirect: "manual" });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

async function post(target: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(site + target, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { origin: ORIGIN, ...headers },
    redirect: "manual",
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const cookieOf = (headers: Headers) => headers.get("set-cookie")?.split(";")[0] ?? "";
const button = (html: string) => /<button[^>]*class="like"[^>]*>/.exec(html)?.[0] ?? "";

describe("a like", () => {
  beforeEach(() => {
    api.answers.set(`POST /comments/${ID}/vote/`, { body: { score: 5, liked: true } });
    api.answers.set(`DELETE /comments/${ID}/vote/`, { body: { score: 4, liked: false } });
    api.answers.set("/pages/12/comments/mine/", { body: { likes: [ID] } });
  });

  test("of a plain form leads back to the comment, and is shown to the one who gave it only", async () => {
    const { html } = await get(path);
    expect(button(html)).toMatch(/form="comment-likes" name="like" value="[^"]+" aria-pressed="false"/);
    expect(html).toContain('<form id="comment-likes" method="post" action="/comments/12/like/"');
    const liked = await post("/comments/12/like/", { like: ID, path, comments: "c1", sort: "newest" });
    expect([liked.status, liked.headers.get("location")]).toEqual([
      303,
      `${path}?comments=c1&sort=newest#comment-${ID}`,
    ]);
    const [sent] = api.to(`/comments/${ID}/vote/`);
    expect(sent?.body).toEqual({ key: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(sent?.headers["x-reader-address"]).toMatch(/^127\.0\.0\.1;/);
    expect(liked.headers.get("set-cookie")).toContain("HttpOnly; SameSite=Lax");
    const own = await get(path, cookieOf(liked.headers));
    expect(button(own.html)).toMatch(/name="unlike" value="[^"]+" aria-pressed="true"/);
    expect(own.headers.get("cache-control")).toBe("private, no-store");
    const [mine] = api.to("/pages/12/comments/mine/");
    expect({ key: mine?.query.get("key") }).toEqual(sent?.body);
    expect(mine?.headers["x-reader-address"]).toMatch(/^127\.0\.0\.1;/);
    const others = await get(path);
    expect(button(others.html)).toContain('aria-pressed="false"');
    expect(others.headers.get("cache-control")).toBe("no-cache");
  });

  test("of a script is answered with the number, and leaves every page the same for all", async () => {
    const liked = await post("/comments/12/like/", { like: ID, path }, { accept: "application/json" });
    expect([liked.status, JSON.parse(liked.text)]).toEqual([200, { score: 5, liked: true }]);
    const cookie = cookieOf(liked.headers);
    expect((await get(path, cookie)).headers.get("cache-control")).toBe("no-cache");
    const mine = await get("/comments/12/mine/", cookie);
    expect(JSON.parse(mine.html)).toEqual({ likes: [ID], writesAs: "" });
    expect(mine.headers.get("cache-control")).toBe("private, no-store");
    const taken = await post("/comments/12/like/", { unlike: ID, path }, { accept: "application/json", cookie });
    expect(JSON.parse(taken.text)).toEqual({ score: 4, liked: false });
    const keys = api
      .to(`/comments/${ID}/vote/`)
      .map((one) => (one.body as { key: string } | null)?.key ?? one.query.get("key"));
    expect(new Set(keys).size).toBe(1);
  });

  test("that is refused says why, and when to try again", async () => {
    const body = { status: 429, code: "too-fast", message: "Try again in 9 seconds.", errors: [], retry_after: 9 };
    api.answers.set(`POST /comments/${ID}/vote/`, { status: 429, body });
    const plain = await post("/comments/12/like/", { like: ID, path });
    expect(plain.status).toBe(429);
    expect(plain.text).toContain("Try again in 9 seconds.");
    const scripted = await post("/comments/12/like/", { like: ID, path }, { accept: "application/json" });
    expect([scripted.status, JSON.parse(scripted.text).message]).toEqual([429, "Try again in 9 seconds."]);
  });

  test("is not offered where likes are off, and its number is there where comments are closed", async () => {
    const off = aThread({ policy: { ...OPEN, votes: false }, count: 1, comments: [aComment(ID, { score: 4 })] });
    api.answers.set("GET /pages/12/comments/", { body: off });
    const { html } = await get(path);
    expect(button(html)).toBe("");
    expect(html).toContain("4 likes");
    expect(html).not.toContain("sort=best");
  });
});

test("nobody in particular costs the backend nothing", async () => {
  const mine = await get("/comments/12/mine/");
  expect(JSON.parse(mine.html)).toEqual({ likes: [], writesAs: "" });
  expect(api.asked).toHaveLength(0);
});

test("whoever is signed in is not asked for name and address, unless the token has ended", async () => {
  api.answers.set("/me/", { body: { reader: { name: "Ada" }, comments: [], next: null, subscriptions: [] } });
  api.answers.set("/pages/12/comments/mine/", { body: { likes: [] } });
  expect(JSON.parse((await get("/comments/12/mine/", "reader=abc")).html)).toEqual({ likes: [], writesAs: "Ada" });
  const own = `reader=abc; own=${Buffer.from(JSON.stringify([{ token: "", path }])).toString("base64url")}`;
  const { html } = await get(path, own);
  expect(html).toContain("You write as Ada.");
  expect(/<input[^>]*name="email"[^>]*>/.exec(html)?.[0]).toContain("disabled");
  api.answers.set("POST /pages/12/comments/", { status: 202, body: { status: "held", message: "", id: ID } });
  await post("/comments/12/", { path, body: "Mine", tell_me: "yes" }, { cookie: own });
  expect(Object.keys(api.to("/pages/12/comments/").at(-1)?.body as object).sort()).toEqual(["body", "key", "tell_me"]);
  api.answers.set("/me/", {
    status: 403,
    body: { status: 403, code: "identity-required", message: "No.", errors: [] },
  });
  expect((await get(path, own)).html).not.toContain("You write as Ada");
});

describe("a report", () => {
  const here = `/comments/${ID}/report/`;

  test("is a page of its own, sent with its reason", async () => {
    const asked = await get(here);
    expect([asked.status, asked.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(asked.html.match(/type="radio"/g)).toHaveLength(5);
    expect(asked.html).toContain(`href="${path}?comments=a${ID.replaceAll("-", "")}#comment-${ID}"`);
    api.answers.set(`POST /comments/${ID}/report/`, { status: 202, body: { status: "reported", message: "" } });
    const sent = await post(here, { reason: "spam", note: "Look.\r\nHere." });
    expect([sent.status, sent.headers.get("location")]).toEqual([303, `${here}?done=reported`]);
    expect(api.to(here)[0]?.body).toMatchObject({ reason: "spam", note: "Look.\nHere.", key: expect.any(String) });
    expect((await get(`${here}?done=reported`)).html).toContain("A moderator will look at this comment.");
  });

  test("without a reason asks for one, with one the API does not take says so; what was typed stays", async () => {
    const unsaid = await post(here, { note: "My <note>" });
    expect(unsaid.status).toBe(422);
    expect(unsaid.text).toContain("Please choose what is wrong with it.");
    expect(unsaid.text).toContain("My &lt;note&gt;</textarea>");
    const errors = [{ field: "note", code: "too-long", message: "Too long." }];
    api.answers.set(`POST /comments/${ID}/report/`, {
      status: 400,
      body: { code: "invalid", message: "Look.", errors },
    });
    const { status, text } = await post(here, { reason: "wrong", note: "x".repeat(99) });
    expect(status).toBe(422);
    expect(text).toMatch(/id="report-note-error">Too long\./);
    expect(text).toMatch(/value="wrong" checked/);
  });

  test("of what is not there is no page", async () => {
    const gone = "00000000-0000-4000-8000-00000000000b";
    expect((await get(`/comments/${gone}/report/`)).status).toBe(404);
    expect((await get("/comments/------------------------------------/report/")).status).toBe(404);
    expect(api.asked.filter((one) => one.path.includes("--"))).toHaveLength(0);
  });
});

describe("following", () => {
  test("a comment needs an address, which is mailed a link first", async () => {
    const here = `/comments/${ID}/follow/`;
    expect((await get(here)).html).toContain('type="email"');
    const errors = [{ field: "email", code: "email", message: "No address." }];
    api.answers.set(`POST /comments/${ID}/subscribe/`, {
      status: 400,
      body: { code: "invalid", message: "Look.", errors },
    });
    const wrong = await post(here, { email: "jo@" });
    expect([wrong.status, wrong.text.includes('value="jo@"')]).toEqual([422, true]);
    expect(wrong.text).toMatch(/id="follow-email-error">No address\./);
    api.answers.set(`POST /comments/${ID}/subscribe/`, { status: 202, body: { status: "mailed", message: "" } });
    const sent = await post(here, { email: "jo@example.org" });
    expect([sent.status, sent.headers.get("location")]).toEqual([303, `${here}?done=mailed`]);
    expect((await get(`${here}?done=mailed`)).html).toContain("We have sent you a link.");
  });

  test("a page is a button for whoever is signed in, and leads back to no other site", async () => {
    const asked = await get(`/comments/12/follow/?${new URLSearchParams({ path })}`, "reader=abc");
    expect(asked.html).not.toContain('type="email"');
    expect(asked.html).toContain(`href="${path}#comments"`);
    api.answers.set("POST /pages/12/comments/subscribe/", { body: { status: "subscribed", message: "" } });
    const sent = await post("/comments/12/follow/", { path: "//evil.example/" }, { cookie: "reader=abc" });
    expect(sent.headers.get("location")).toBe("/comments/12/follow/?done=subscribed&path=%2F");
    expect(api.to("/pages/12/comments/subscribe/")[0]?.headers["x-reader-token"]).toBe("abc");
  });

  test("is listed among one's own, each with an end", async () => {
    const page = { title: "Backs", path };
    const subscriptions = [
      { id: ID, page, comment: ID, created_at: "2026-03-02T09:30:00Z" },
      { id: ID.replace("a", "b"), page, comment: null, created_at: "2026-03-02T09:30:00Z" },
    ];
    const reader = { name: "Ada", email: "a@example.org", seed: "1", is_staff: false, confirmed_at: "" };
    api.answers.set("/me/", { body: { reader, comments: [], next: null, subscriptions } });
    const { html } = await get("/identity/me/", "reader=abc");
    expect(html.match(/name="subscription"/g)).toHaveLength(2);
    expect(html).toContain(`href="${path}?comments=a${ID.replaceAll("-", "")}#comment-${ID}"`);
    api.answers.set(`DELETE /me/subscriptions/${ID}/`, { body: { message: "" } });
    const ended = await post("/identity/me/", { deed: "end", subscription: ID }, { cookie: "reader=abc" });
    expect([ended.status, ended.headers.get("location")]).toEqual([303, "/identity/me/?done=ended"]);
    const forged = await post("/identity/me/", { deed: "end", subscription: "../erase" }, { cookie: "reader=abc" });
    expect(forged.status).toBe(400);
    expect(api.asked.filter((one) => one.method !== "GET").map((one) => one.path)).toEqual([
      `/me/subscriptions/${ID}/`,
    ]);
  });
});

describe("a preview", () => {
  test("of a plain form is drawn above what was typed, and sends nothing", async () => {
    api.answers.set("POST /comments/preview/", { body: { html: "<p>So <em>true</em></p>" } });
    const { status, text } = await post("/comments/12/", { path, deed: "preview", body: "So *true*", name: "Jo" });
    expect(status).toBe(200);
    expect(text).toContain("<p>So <em>true</em></p>");
    expect(text).toContain("So *true*</textarea>");
    expect(text).toMatch(/name="name"[^>]* value="Jo"/);
    expect(api.asked.filter((one) => one.method === "POST").map((one) => one.path)).toEqual(["/comments/preview/"]);
  });

  test("that cannot be made says why, beside the field", async () => {
    const errors = [{ field: "body", code: "empty", message: "Too short." }];
    api.answers.set("POST /comments/preview/", { status: 400, body: { code: "empty", message: "Too short.", errors } });
    const { status, text } = await post("/comments/12/", { path, deed: "preview", body: "x" });
    expect(status).toBe(422);
    expect(text).toContain('id="comment-body-error">Too short.</p>');
  });
});

test.each([
  "/comments/12/like/",
  "/comments/12/follow/",
  `/comments/${ID}/report/`,
  `/comments/${ID}/follow/`,
  "/identity/me/",
])("a page of somebody else's cannot send %s", async (target) => {
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site", cookie: "reader=abc" };
  expect((await post(target, { like: ID, reason: "spam", deed: "end", subscription: ID }, foreign)).status).toBe(403);
  expect(api.asked).toHaveLength(0);
});

test("an answer that waits stands under the comment it answers, for its author", async () => {
  const waiting = [aComment("mine", { parent: ID, waiting: true }), aComment("lost", { parent: "x", waiting: true })];
  const thread = aThread({ count: 1, comments: [aComment(ID)], waiting, own: ["mine", "lost"] });
  api.answers.set("GET /pages/12/comments/", { body: thread });
  const own = Buffer.from(JSON.stringify([{ token: "t:1", path }])).toString("base64url");
  const { html } = await get(path, `own=${own}`);
  const order = [...html.matchAll(/<ol class="(replies|thread own-waiting)"|id="comment-(mine|lost)"/g)];
  expect(order.map((match) => match[1] ?? match[2])).toEqual(["replies", "mine", "thread own-waiting", "lost"]);
  expect(html).toContain('<li data-parent="x">');
  expect(html).not.toContain("/comments/mine/report/");
});

test("the thread is asked for in the order that was chosen, and leads on in it", async () => {
  const comments = [aComment(ID, { more: "r1" })];
  api.answers.set("GET /pages/12/comments/", { body: aThread({ count: 9, comments, next: "b1.4" }) });
  const { html } = await get(`${path}?sort=best`);
  expect(api.to("/pages/12/comments/")[0]?.query.get("sort")).toBe("best");
  expect(html).toMatch(/href="[^"]*sort=best#comments" aria-current="true"/);
  expect(html.replace(/&(amp|#38);/g, "&")).toContain("?comments=b1.4&sort=best#comments");
  await get(`${path}?sort=worst`);
  expect(api.to("/pages/12/comments/").at(-1)?.query.get("sort")).toBeNull();
});

test("the scripts of a post with comments are small", async () => {
  const { html } = await get(path);
  const files = [...html.matchAll(/<script[^>]* src="\/_astro\/([^"]+)"/g)].map(([, file]) => file ?? "");
  const bytes = files.map((file) => brotliCompressSync(readFileSync(join(built, "client", "_astro", file))).length);
  expect(files).not.toHaveLength(0);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(10_000);
  const ours = files.findIndex((file) => file.startsWith("Comments"));
  expect(bytes[ours]).toBeLessThanOrEqual(4000);
});
