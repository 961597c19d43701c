/** The built site, asked over HTTP, before a backend of the test's own. */
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
import type { PolicyPayload, Resolved } from "../../src/lib/api/types.gen.ts";
import { TestApi } from "../api.ts";
import { aComment, aPost, aSite, aThread, CLOSED, OPEN } from "../samples.ts";

const ORIGIN = "http://blog.test:8000";
const built = inject("built");
const { handler } = (await import(pathToFileURL(join(built, "server", "entry.mjs")).href)) as { handler: SiteHandler };
const assets = readAssets(join(built, "client"));

let api: TestApi;
let server: Server;
let site: string;
let path: string;
let count = 0;

function resolved(changes: Partial<Resolved> = {}): Resolved {
  return {
    kind: "page",
    type: "blog.BlogPostPage",
    status: 200,
    location: null,
    page: aPost(),
    listing: null,
    language: "en",
    direction: "ltr",
    breadcrumbs: [],
    head: {
      title: "Backs · Clinic",
      description: "About.",
      canonical: "http://c/",
      robots: "index, follow",
      kind: "article",
      locale: "en",
      site_name: "Clinic",
      image: null,
      published_at: null,
      modified_at: null,
      authors: [],
      section: "",
      tags: [],
      feeds: [],
      structured_data: {},
    },
    comments: OPEN,
    comment_count: 0,
    keys: ["blog", "page:12", "comments:12"],
    ...changes,
  };
}

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  // Every test has a path of its own: pages are kept from one test to the next.
  count += 1;
  path = `/blog/backs-${count}/`;
  api = new TestApi();
  await api.start();
  api.answers.set("/settings/", {
    body: aSite({ navigation: [{ label: "Blog", href: "/blog/", below: [] }] }),
  });
  api.answers.set("/resolve/", { body: resolved() });
  api.answers.set("GET /pages/12/comments/", { body: aThread({ count: 1, comments: [aComment("a")] }) });
  server = createServer(siteListener({ settings: readSettings(), cache: pageCache(), assets, handler }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  api.stop();
  server.close().closeAllConnections();
  vi.restoreAllMocks();
});

test("a category is introduced, and leads to what is inside it and to its feeds", async () => {
  const head = {
    ...resolved().head,
    feeds: [{ title: "Body", type: "application/rss+xml", path: "/feeds/x/rss.xml" }],
  };
  const changes = {
    kind: "listing",
    type: "category",
    page: null,
    comments: null,
    head,
    listing: { items: [], comment_counts: {}, page: 1, pages: 1, total: 1 },
    section: {
      kind: "category",
      title: "Body",
      slug: "body",
      path: "/blog/category/body/",
      locale: "en",
      introduction: "All of it.",
      picture: null,
      author: null,
      subjects: [{ title: "Back", path: "/blog/category/back/" }],
      archive: [{ title: "March 2026", path: "/blog/archive/2026/03/", year: 2026, month: 3, count: 4 }],
    },
  } as Partial<Resolved>;
  api.answers.set("/resolve/", { body: resolved(changes) });
  const text = await (await fetch(site + path)).text();
  expect(text).toMatch(/<h1[^>]*>\s*Body\s*<\/h1>/);
  expect(text).toContain("All of it.");
  expect(text).toContain('href="/blog/category/back/"');
  expect(text).toContain('href="/blog/archive/2026/03/"');
  expect(text).toContain('type="application/rss+xml" title="Body" href="/feeds/x/rss.xml"');
  const bare = await fetch(site + path.replace(/\/$/, ""), { redirect: "manual" });
  expect(bare.headers.get("location")).toBe(path);
});

async function get(target: string) {
  const answer = await fetch(site + target, { redirect: "manual" });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

async function post(body: BodyInit, headers: Record<string, string> = {}) {
  const init: RequestInit = { method: "POST", body, headers: { origin: ORIGIN, ...headers }, redirect: "manual" };
  const answer = await fetch(`${site}/comments/12/`, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function typed(changes: Record<string, string> = {}): URLSearchParams {
  const fields = { path, body: "My text", name: "Jo", email: "jo@example.org", website: "", parent: "" };
  return new URLSearchParams({ ...fields, ...changes });
}

describe("any path", () => {
  test("shows the post behind it, asking the backend for two things", async () => {
    const { status, html } = await get(path);
    expect(status).toBe(200);
    expect(html).toContain("<title>Backs · Clinic</title>");
    expect(html).toMatch(/<h1[^>]*>Backs<\/h1>/);
    expect(html).toContain("<p>Text of a</p>");
    expect(api.asked.map((one) => one.path).filter((path) => path !== "/settings/")).toEqual([
      "/resolve/",
      "/pages/12/comments/",
    ]);
  });

  test("tells search engines what the API says, and no word of it can end the script", async () => {
    const data = { name: "</script><script>alert(1)</script><!--" };
    const { head } = resolved();
    api.answers.set("/resolve/", { body: resolved({ head: head && { ...head, structured_data: data } }) });
    const { html } = await get(path);
    const printed = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
    expect(JSON.parse(printed)).toEqual(data);
    expect(html).not.toContain("alert(1)</script>");
    expect(html).toContain('<meta property="og:type" content="article">');
  });

  test("asks for the part of the thread that was asked for", async () => {
    await get(`${path}?comments=abc`);
    expect(api.to("/pages/12/comments/")[0]?.query.get("cursor")).toBe("abc");
  });

  test("asks for nothing where comments are hidden", async () => {
    const hidden: PolicyPayload = { ...CLOSED, state: "hidden" };
    api.answers.set("/resolve/", { body: resolved({ comments: hidden }) });
    const { html } = await get(path);
    expect(html).not.toContain('id="comments"');
    expect(api.to("/pages/12/comments/")).toHaveLength(0);
  });

  test("puts a comment that is answered elsewhere in the thread beside the form", async () => {
    const id = "00000000-0000-4000-8000-000000000009";
    api.answers.set(`/comments/${id}/`, { body: { ...aComment(id), page: 12 } });
    expect((await get(`${path}?reply=${id}`)).html).toContain(`name="parent" value="${id}"`);
    const gone = "00000000-0000-4000-8000-000000000008";
    expect((await get(`${path}?reply=${gone}`)).html).toContain("no longer here");
  });

  test.each([
    [301, 301],
    [302, 302],
  ])("follows a redirect with %i", async (status, sent) => {
    api.answers.set("/resolve/", { body: resolved({ kind: "redirect", page: null, status, location: "/new/" }) });
    const answer = await get(`/old-${count}`);
    expect([answer.status, answer.headers.get("location")]).toEqual([sent, "/new/"]);
  });

  test("leads to the spelling with a slash", async () => {
    const answer = await get(`${path.slice(0, -1)}?page=2`);
    expect([answer.status, answer.headers.get("location")]).toEqual([301, `${path}?page=2`]);
  });

  test("says calmly that nothing is there, or that it is not public", async () => {
    api.answers.set("/resolve/", { status: 404, body: { code: "not-found", message: "No." } });
    const missing = await get(`/nope-${count}/`);
    expect(missing.status).toBe(404);
    expect(missing.html).toContain('href="/blog/"');
    expect(missing.html).toContain('content="noindex"');
    api.answers.set("/resolve/", { body: resolved({ kind: "restricted", type: "", page: null, head: null }) });
    const closed = await get(`/members-${count}/`);
    expect(closed.status).toBe(403);
    expect(closed.html).toContain("not public");
  });

  test("says that it is out of order when the backend is, and does not keep that", async () => {
    api.answers.set("/resolve/", { status: 503 });
    const { status, headers, html } = await get(path);
    expect([status, headers.get("retry-after")]).toEqual([503, "30"]);
    expect(html).toContain("fault is on our side");
    api.answers.set("/resolve/", { body: resolved() });
    expect((await get(path)).status).toBe(200);
  });

  test("fails loudly at a page type it has no screen for, and calmly before the reader", async () => {
    api.answers.set("/resolve/", { body: resolved({ type: "blog.NewPage" }) });
    const { status, html } = await get(path);
    expect(status).toBe(500);
    expect(html).toContain("fault is on our side");
    expect(html).not.toContain("NewPage");
  });

  test("sends scripts and styles from its own files only, nothing inline", async () => {
    const { html } = await get(path);
    const files = [...html.matchAll(/(?:src|href)="(\/_astro\/[^"]+)"/g)].map((match) => match[1] ?? "");
    expect(files.map((file) => file.split(".").at(-1)).sort()).toEqual(["css", "js", "js", "woff2"]);
    for (const file of files) expect((await get(file)).headers.get("cache-control")).toContain("immutable");
    expect(html).not.toMatch(/<style|style="|<script(?! type="application\/ld\+json">)(?![^>]* src=)| on[a-z]+="/);
    expect(html.replace(/http:\/\/(c\/|www\.w3)/g, "")).not.toMatch(/(?:src|srcset|action)="(?:https?:)?\/\//);
  });
});

describe("a kept page", () => {
  const shown = async () => /<h1[^>]*>([^<]*)/.exec((await get(path)).html)?.[1];

  test("costs the backend nothing until a key it bears is purged", async () => {
    await get(path);
    const asked = api.asked.length;
    api.answers.set("/resolve/", { body: resolved({ page: aPost({ title: "Changed" }) }) });
    expect(await shown()).toBe("Backs");
    expect(api.asked).toHaveLength(asked);
    pageCache().purge({ tags: ["page:99"], paths: [] });
    expect(await shown()).toBe("Backs");
    pageCache().purge({ tags: ["page:12"], paths: [] });
    expect(await shown()).toBe("Changed");
  });

  test("is shown after a purge while the backend is away, and only then", async () => {
    await get(path);
    pageCache().purge({ tags: ["comments:12"], paths: [] });
    api.answers.set("/resolve/", { status: 503 });
    expect(await shown()).toBe("Backs");
    expect((await get(`/never-seen-${count}/`)).status).toBe(503);
  });

  test("is shown while the backend is away to those who would see their own on it, too, and kept by nobody", async () => {
    const own = Buffer.from(JSON.stringify([{ token: "t:1", path }])).toString("base64url");
    const asMine = () => fetch(site + path, { headers: { cookie: `own=${own}` } });
    await get(path);
    pageCache().purge({ tags: ["comments:12"], paths: [] });
    api.answers.set("/resolve/", { status: 503 });
    const answer = await asMine();
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(await answer.text()).toMatch(/<h1[^>]*>Backs<\/h1>/);
    pageCache().purge({ tags: [], paths: [], gone: ["page:12"] });
    expect((await asMine()).status).toBe(503);
  });

  test("is asked for once by forty readers of a cold page", async () => {
    await Promise.all(Array.from({ length: 40 }, () => get(path)));
    expect([api.to("/resolve/").length, api.to("/pages/12/comments/").length]).toEqual([1, 1]);
    // What stands on every page was known, and a change in a thread leaves it known.
    pageCache().purge({ tags: ["comments:12"], paths: [] });
    await get(path);
    await get(`${path}?comments=abc`);
    expect(api.to("/settings/").length).toBeLessThanOrEqual(2);
  });

  test("is made anew for whoever has just had a comment published", async () => {
    await get(path);
    api.answers.set("GET /pages/12/comments/", { body: aThread({ count: 1, comments: [aComment("new")] }) });
    const body = { status: "published", message: "", comment: aComment("new") };
    api.answers.set("POST /pages/12/comments/", { status: 201, body });
    await post(typed());
    expect((await get(path)).html).toContain("Text of new");
  });
});

describe("a plain form", () => {
  test("leads back to the page when the comment is held", async () => {
    api.answers.set("POST /pages/12/comments/", { status: 202, body: { status: "held", message: "", id: "x" } });
    const { status, headers } = await post(typed());
    expect([status, headers.get("location")]).toEqual([303, `${path}?comment=held#comments`]);
    const [sent] = api.to("/pages/12/comments/");
    expect(sent?.body).toMatchObject({ body: "My text", name: "Jo", email: "jo@example.org" });
    expect(sent?.body).toHaveProperty("key", expect.stringMatching(/^[\da-f-]{36}$/));
    expect(sent?.headers["x-reader-address"]).toEqual(expect.stringMatching(/^127\.0\.0\.1;\d+;/));
  });

  test("hands on what a trap caught, and when it was shown", async () => {
    expect((await get(path)).html).toMatch(/aria-hidden[^>]*>\s*<label>[^<]*<input name="subject" tabindex="-1"/);
    api.answers.set("/pages/comments/form/", { body: { token: "shown" } });
    const asked = await fetch(`${site}/comments/form/`);
    expect([await asked.json(), asked.headers.get("cache-control")]).toEqual([{ token: "shown" }, "no-store"]);
    api.answers.set("POST /pages/12/comments/", { status: 202, body: { status: "held", message: "", id: "x" } });
    await post(typed({ subject: "Buy", form: "shown" }));
    expect(api.to("/pages/12/comments/").at(-1)?.body).toMatchObject({ trap: "Buy", form: "shown" });
  });

  test("is whole while nobody can tell when it was shown", async () => {
    api.answers.set("/pages/comments/form/", { status: 503, body: {} });
    expect((await fetch(`${site}/comments/form/`)).status).toBe(503);
  });

  test("leads to the comment when it is public at once", async () => {
    const body = { status: "published", message: "", comment: aComment("new") };
    api.answers.set("POST /pages/12/comments/", { status: 201, body });
    expect((await post(typed())).headers.get("location")).toBe(`${path}?comment=published&comments=anew#comment-new`);
  });

  test("never leads to another site", async () => {
    api.answers.set("POST /pages/12/comments/", { status: 202, body: { status: "held", message: "", id: "x" } });
    const { headers } = await post(typed({ path: "//evil.example/" }));
    expect(headers.get("location")).toBe("/?comment=held#comments");
  });

  test("comes back with its errors and all that was typed, on the page it belongs to", async () => {
    const errors = [{ field: "email", code: "email", message: "No address." }];
    api.answers.set("POST /pages/12/comments/", { status: 400, body: { code: "invalid", message: "Look.", errors } });
    const { status, text } = await post(typed({ email: "jo@" }));
    expect(status).toBe(422);
    expect(text).toMatch(/<h1[^>]*>Backs<\/h1>/);
    expect(text).toContain("No address.");
    expect(text).toContain('value="jo@"');
    expect(text).toContain("My text</textarea>");
  });

  test("that is refused because comments are closed gives the text back", async () => {
    const document = { code: "comments-closed", message: "Commenting has been turned off.", errors: [] };
    api.answers.set("POST /pages/12/comments/", { status: 403, body: document });
    api.answers.set("GET /pages/12/comments/", { body: aThread({ policy: CLOSED }) });
    const { status, text } = await post(typed());
    expect(status).toBe(422);
    expect(text).toContain("Commenting has been turned off.");
    expect(text).toContain("My text</textarea>");
  });

  test.each([
    ["multipart/form-data", "--nothing"],
    ["multipart/form-data; boundary=x", "--x\r\nbroken"],
  ])("that cannot be read is refused in words: %s", async (type, body) => {
    const { status, text } = await post(body, { "content-type": type });
    expect(status).toBe(400);
    expect(text).toContain("could not be read");
  });

  test("that names a path nobody can read still gives the text back", async () => {
    const errors = [{ field: "email", code: "email", message: "No address." }];
    api.answers.set("POST /pages/12/comments/", { status: 400, body: { code: "invalid", message: "Look.", errors } });
    const { status, text } = await post(typed({ path: "/%" }));
    expect(status).toBe(422);
    expect(text).toContain("My text</textarea>");
  });

  test("keeps the text even when the backend is away", async () => {
    api.answers.clear();
    api.answers.set("POST /pages/12/comments/", { status: 503 });
    api.answers.set("/resolve/", { status: 503 });
    const { status, text } = await post(typed({ parent: "x-1", website: "https://a.example/", tell_me: "yes" }));
    expect(status).toBe(503);
    expect(text).toContain("My text</textarea>");
    expect(text).toContain("try again");
    for (const kept of ["Jo", "jo@example.org", "https://a.example/", "x-1", path])
      expect(text).toContain(`value="${kept}"`);
    expect(text).toMatch(/name="tell_me" value="yes" checked/);
    expect(text).toContain('action="/comments/12/"');
  });
});

describe("the enhanced form", () => {
  const json = (body: unknown) => post(JSON.stringify(body), { "content-type": "application/json" });
  const fields = { body: "My text", name: "Jo", email: "jo@example.org", website: "", parent: "" };
  const key = "00000000-0000-4000-8000-000000000001";

  test("gets the API's answer, and its key is used", async () => {
    api.answers.set("POST /pages/12/comments/", { status: 202, body: { status: "held", message: "Later.", id: "x" } });
    const { status, text } = await json({ ...fields, key });
    expect([status, JSON.parse(text).message]).toEqual([202, "Later."]);
    expect(api.to("/pages/12/comments/")[0]?.body).toMatchObject({ key });
  });

  test("gets the API's problems as they are", async () => {
    const document = { status: 429, code: "too-fast", message: "Wait.", errors: [], retry_after: 9 };
    api.answers.set("POST /pages/12/comments/", { status: 429, body: document });
    const { status, headers, text } = await json({ ...fields, key });
    expect([status, headers.get("content-type")]).toEqual([429, "application/problem+json"]);
    expect(JSON.parse(text)).toEqual(document);
  });

  test.each(["{", "null", "[]", '"x"'])("survives %s", async (body) => {
    api.answers.set("POST /pages/12/comments/", { status: 400, body: { code: "invalid", message: "No." } });
    expect((await post(body, { "content-type": "application/json" })).status).toBe(400);
  });

  test("is told in words when the backend is away", async () => {
    api.answers.set("POST /pages/12/comments/", { status: 503 });
    const { status, text } = await json({ ...fields, key });
    expect([status, JSON.parse(text).code]).toEqual([503, "unavailable"]);
  });
});
