/** The search page, asked over HTTP, before a backend of the test's own. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { readAssets } from "../../server/assets.ts";
import type { SiteHandler } from "../../server/rendering.ts";
import { readSettings } from "../../server/settings.ts";
import { pageCache } from "../../server/shared-cache.ts";
import { siteListener } from "../../server/site.ts";
import type { FacetPayload, HitPayload, SearchPayload } from "../../src/lib/api/types.gen.ts";
import { TestApi } from "../api.ts";
import { aSite } from "../samples.ts";

const built = inject("built");
const { handler } = (await import(pathToFileURL(join(built, "server", "entry.mjs")).href)) as { handler: SiteHandler };
const assets = readAssets(join(built, "client"));

let api: TestApi;
let server: Server;
let site: string;

const HIT: HitPayload = {
  card: {
    id: 1,
    title: "Knees & <hips>",
    path: "/blog/knees/",
    excerpt: "About them.",
    reading_time: 3,
    first_published_at: "2026-03-01T09:00:00Z",
    hero: null,
    contributors: [],
    categories: [],
  },
  title: "<mark>Knees</mark> &amp; &lt;hips&gt;",
  passages: ["The <mark>knee</mark> bends."],
};
const facet = (slug: string, count: number, changes: Partial<FacetPayload> = {}): FacetPayload => ({
  slug,
  name: `The ${slug}`,
  count,
  chosen: false,
  ...changes,
});

function results(changes: Partial<SearchPayload> = {}): SearchPayload {
  return {
    query: "knee",
    language: "en",
    sort: "relevance",
    match: "all",
    meant: null,
    total: 12,
    promoted: [],
    hits: [HIT],
    facets: {
      category: [facet("hip", 4), facet("knee", 3)],
      tag: [],
      author: [],
      series: [],
      year: [facet("2026", 12)],
    },
    next: null,
    ...changes,
  };
}

const NOTHING = results({ total: 0, hits: [], facets: { category: [], tag: [], author: [], series: [], year: [] } });

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  api = new TestApi();
  await api.start();
  api.answers.set("/settings/", { body: aSite() });
  api.answers.set("/search/", { body: results() });
  server = createServer(siteListener({ settings: readSettings(), cache: pageCache(), assets, handler }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  api.stop();
  server.close().closeAllConnections();
  vi.restoreAllMocks();
});

async function get(target: string) {
  const answer = await fetch(site + target, { redirect: "manual" });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

test("hits are shown with the marks of the API, and nothing is told to search engines", async () => {
  const { status, html } = await get("/search?q=knee");
  expect(status).toBe(200);
  expect(html).toContain('<meta name="robots" content="noindex">');
  expect(html).toContain("<mark>Knees</mark> &amp; &lt;hips&gt;");
  expect(html).toContain("The <mark>knee</mark> bends.");
  expect(html).toContain("12 posts for “knee”.");
  expect(html).toMatch(/<input[^>]*name="q"[^>]*value="knee"/);
});

test("every part of the question reaches the API, and nothing else", async () => {
  const question = {
    category: "hip",
    tag: "a-b",
    author: "ada",
    series: "s",
    year: "2026",
    sort: "date",
    language: "de",
  };
  await get(
    `/search?${new URLSearchParams({ q: "knee  –x", ...question, cursor: "1~0x1.0p+0~2", page: "2", evil: "1" })}`,
  );
  expect(Object.fromEntries(api.to("/search/")[0]?.query ?? [])).toEqual({
    ...question,
    q: "knee  –x",
    cursor: "1~0x1.0p+0~2",
    site: readSettings().site,
  });
});

test("what is found can be narrowed by links, and a filter taken away again", async () => {
  const all = (await get("/search?q=knee")).html;
  expect(all).toContain('href="/search?q=knee&amp;category=hip"');
  expect(all, "what all have in common narrows nothing").not.toContain("year=2026");
  const facets = { ...results().facets, category: [facet("hip", 4, { chosen: true })] };
  api.answers.set("/search/", { body: results({ facets }) });
  const { html } = await get("/search?q=knee&category=hip");
  expect(html).toContain('aria-label="Without the filter The hip"');
  expect(html).toContain('href="/search?q=knee"');
});

test("it says when only some words were found, and what may have been meant", async () => {
  api.answers.set("/search/", { body: results({ match: "some", meant: "knee & hip" }) });
  const { html } = await get("/search?q=knea");
  expect(html).toContain("No post has all of these words");
  expect(html).toContain('href="/search?q=knee+%26+hip"');
});

test("promoted results stand above the hits", async () => {
  const promoted = [{ title: "Start <here>", path: "/about/", description: "First of all.", card: null }];
  api.answers.set("/search/", { body: results({ promoted }) });
  const { html } = await get("/search?q=knee");
  expect(html).toContain("Start &lt;here&gt;");
  expect(html.indexOf("First of all.")).toBeLessThan(html.indexOf("bends."));
});

test("a cursor leads on and back", async () => {
  api.answers.set("/search/", { body: results({ next: "9~0x1.8p+1~4" }) });
  const { html } = await get("/search?q=knee&cursor=9~0x1.0p%2B1~5");
  expect(html).toContain("cursor=9%7E0x1.8p%2B1%7E4");
  expect(html).toContain("Back to the first results");
});

test("where nothing is found there are ways on", async () => {
  api.answers.set("/search/", [{ body: { ...NOTHING, query: "<b>x</b>" } }, { body: results() }]);
  const { status, html } = await get("/search?q=%3Cb%3Ex%3C%2Fb%3E&tag=y");
  expect(status).toBe(200);
  expect(html).toContain("Nothing was found for “&lt;b&gt;x&lt;/b&gt;”.");
  expect(html.replace(/value="[^"]*"/, "")).not.toContain("<b>x</b>");
  expect(html).toContain("Search everything for these words");
  expect(html).toContain('href="/search?category=hip"');
});

test("without a question there is the field and what there is to read", async () => {
  const { html } = await get("/search");
  expect(html).toContain('action="/search"');
  expect(html).toContain("Or look around");
  expect(html).not.toContain("12 posts");
});

test("what the API refuses is told beside the field, and what is too long is cut", async () => {
  api.answers.set("/search/", [
    { status: 400, body: { status: 400, message: "year: Not a year." } },
    { body: results() },
  ]);
  const { status, html } = await get("/search?year=1000");
  expect([status, html.includes("year: Not a year.")]).toEqual([400, true]);
  await get(`/search?q=${"x".repeat(900)}`);
  expect(api.to("/search/").at(-1)?.query.get("q")).toHaveLength(200);
});

test("a backend that is away is told calmly, and no search is kept", async () => {
  api.answers.set("/search/", { status: 500, body: { status: 500 } });
  expect((await get("/search?q=away")).status).toBe(503);
  api.answers.set("/search/", { body: results() });
  expect((await get("/search?q=away")).html).toContain("12 posts");
  api.answers.set("/search/", { body: results({ total: 1 }) });
  expect((await get("/search?q=away")).html).toContain("1 post for");
});

test("suggestions are handed on, and a field without them still works", async () => {
  const suggestions = [{ kind: "post", title: "Knees", path: "/blog/knees/" }];
  api.answers.set("/suggest/", { body: { query: "kn", suggestions } });
  const answer = await get("/search/suggestions?q=kn");
  expect(JSON.parse(answer.html)).toEqual(suggestions);
  expect(answer.headers.get("content-type")).toContain("application/json");
  api.answers.set("/suggest/", { status: 500, body: {} });
  expect((await get("/search/suggestions?q=kn")).html).toBe("[]");
  expect((await get("/search/suggestions")).html).toBe("[]");
});

test("every page leads to the search", async () => {
  expect((await get("/search")).html).toMatch(/<a class="site-search" href="\/search" aria-current="page">/);
});
