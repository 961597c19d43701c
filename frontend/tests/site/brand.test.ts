/** What a site's people set is on every page: name, menu, footer, colours; over HTTP, before a backend of the test's own. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { readAssets } from "../../server/assets.ts";
import type { SiteHandler } from "../../server/rendering.ts";
import { SECURITY_HEADERS } from "../../server/security.ts";
import { readSettings } from "../../server/settings.ts";
import { pageCache } from "../../server/shared-cache.ts";
import { siteListener } from "../../server/site.ts";
import type { ModeColours, Picture, Resolved, SiteSettings } from "../../src/lib/api/types.gen.ts";
import { TestApi } from "../api.ts";
import { aPost, aSite, aThread, OPEN } from "../samples.ts";

const built = inject("built");
const { handler } = (await import(pathToFileURL(join(built, "server", "entry.mjs")).href)) as { handler: SiteHandler };
const assets = readAssets(join(built, "client"));

let api: TestApi;
let server: Server;
let site: string;
let count = 0;

const NIGHT = Object.fromEntries(
  Object.entries({
    paper: 1,
    surface: 2,
    ink: 3,
    soft: 4,
    line: 5,
    edge: 6,
    link: 7,
    accent: 8,
    accent_ink: 9,
    tint: 10,
    wrong: 11,
    action: 12,
    action_ink: 13,
  }).map(([name, number]) => [name, `#0000${String(number).padStart(2, "0")}`]),
) as unknown as ModeColours;

function aPicture(name: string): Picture {
  const sources = ["webp", "jpeg"].map((kind) => ({ type: `image/${kind}`, srcset: `/media/${name}.${kind} 400w` }));
  return {
    src: `/media/${name}.jpg`,
    width: 400,
    height: 100,
    alt: "Clinic",
    caption: "",
    credit: "",
    sources,
    sizes: "",
    focal_point: null,
    colour: null,
  };
}

/** Returns the answer for a post without anything around it. */
function aResolved(changes: Partial<Resolved> = {}): Resolved {
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
    head: null,
    comments: OPEN,
    comment_count: 0,
    keys: ["blog"],
    ...changes,
  };
}

/** Returns a page of a site with these settings. */
async function page(changes: Partial<SiteSettings>): Promise<string> {
  api.answers.set("/settings/", { body: aSite(changes) });
  pageCache().purge({ tags: ["blog"], paths: [] });
  count += 1;
  const answer = await fetch(`${site}/nothing-here-${count}/`);
  expect(answer.headers.get("content-security-policy")).toBe(SECURITY_HEADERS["content-security-policy"]);
  return answer.text();
}

beforeEach(async () => {
  api = new TestApi();
  await api.start();
  server = createServer(siteListener({ settings: readSettings(), cache: pageCache(), assets, handler }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  api.stop();
  server.close().closeAllConnections();
});

test("a site that leaves everything as it is asks for no second style sheet", async () => {
  const html = await page({});
  expect(html).not.toContain("/brand.");
  expect(html).toContain('content="#fbfaf7"');
  expect(html).toMatch(/rel="preload" href="\/_astro\/source-serif-4-latin-wght-normal/);
});

test("the site's colours and typefaces are a style sheet that never changes at its address", async () => {
  const html = await page({
    colours: { light: null, dark: NIGHT },
    fonts: { text: "literata", heading: "source-sans" },
  });
  expect(html).not.toMatch(/<style|style="/);
  expect(html).toContain('media="(prefers-color-scheme: dark)" content="#000001"');
  const address = /<link rel="stylesheet" href="(\/brand\.[\w-]+\.css)"/.exec(html)?.[1] ?? "";
  const asked = api.asked.length;
  const answer = await fetch(site + address);
  expect(api.asked).toHaveLength(asked);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/css; charset=utf-8");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  const css = await answer.text();
  expect(css).toContain("--link:#000007");
  for (const [, file] of css.matchAll(/url\("([^"]+)"\)/g)) expect(assets.has(file ?? ""), file).toBe(true);
  const preloaded = /rel="preload" href="([^"]+)"/.exec(html)?.[1] ?? "";
  expect(preloaded).toContain("literata");
  expect(css).toContain(preloaded);
});

test("a page of an older hour still finds its colours; an unknown address gets today's, kept by nobody", async () => {
  const before = /\/brand\.[\w-]+\.css/.exec(await page({ colours: { light: NIGHT, dark: null } }))?.[0] ?? "";
  const after = /\/brand\.[\w-]+\.css/.exec(await page({ colours: { light: null, dark: NIGHT } }))?.[0] ?? "";
  expect(after).not.toBe(before);
  expect(await (await fetch(site + before)).text()).toContain("@media not (prefers-color-scheme:dark)");
  const unknown = await fetch(`${site}/brand.AAAAAAAAAAAA.css`);
  expect(unknown.headers.get("cache-control")).toBe("no-store");
  expect(await unknown.text()).toMatch(/^@media \(prefers-color-scheme:dark\)/);
});

test("the menu has links and what stands below them, and says where the reader is", async () => {
  const below = [
    { label: "Team", href: "/about/team/" },
    { label: "Elsewhere", href: "https://example.org/" },
  ];
  const html = await page({
    navigation: [
      { label: "Blog", href: "/blog/", below: [] },
      { label: "About", href: "/about/", below },
    ],
  });
  expect(html).toMatch(/<a href="\/blog\/"[^>]*>\s*Blog/);
  expect(html).toMatch(/<summary[^>]*>\s*About\s*<\/summary>/);
  const panel = html.slice(html.indexOf("<summary"), html.indexOf("</details>"));
  expect(panel.match(/<a href="[^"]+"/g)).toEqual([
    '<a href="/about/"',
    '<a href="/about/team/"',
    '<a href="https://example.org/"',
  ]);
});

test("a logo stands for the name, by day and by night", async () => {
  const html = await page({ logo: aPicture("day"), logo_dark: aPicture("night"), logo_with_name: false });
  const head = html.slice(html.indexOf("site-name"), html.indexOf("</a>", html.indexOf("site-name")));
  expect(head).toContain('alt="Clinic"');
  expect(head).toMatch(
    /<source media="\(prefers-color-scheme: dark\)" type="image\/webp" srcset="\/media\/night.webp 400w"/,
  );
  expect(head).not.toContain("image/jpeg");
  expect(head).not.toContain("<span>");
  expect(head).not.toContain("<svg");
  // The typeface and the picture of the post are worth more than both.
  expect(html).toMatch(/<picture class="logo">.*fetchpriority="low"/);
  const named = await page({ logo: aPicture("day") });
  expect(named).toMatch(/<img src="\/media\/day.jpg"[^>]* alt(?:="")?[\s>]/);
  expect(named).toContain("<span>Clinic</span>");
});

test("the footer has columns, accounts, the disclaimer as paragraphs and the last line", async () => {
  const html = await page({
    tagline: "Notes on movement",
    footer: [{ heading: "Clinic", links: [{ label: "Call", href: "tel:+49-30-1" }] }],
    social: [{ network: "mastodon", label: "Mastodon", href: "https://example.social/@alder" }],
    disclaimer: "General <b>information</b>.\n\nIt cannot know you.",
    footer_note: "© Alder",
  });
  const foot = html.slice(html.indexOf("<footer"), html.indexOf("</footer>"));
  expect(foot).toContain('<a href="tel:+49-30-1">Call</a>');
  expect(foot).toContain('<a href="https://example.social/@alder" rel="me">Mastodon</a>');
  expect(foot).toContain("<p>General &lt;b&gt;information&lt;/b&gt;.</p><p>It cannot know you.</p>");
  expect(foot).toContain("<p>© Alder</p>");
  expect(foot).toContain("<p>Notes on movement</p>");
});

test("all style sheets together stay below twelve thousand bytes, packed", async () => {
  const html = await page({
    colours: { light: NIGHT, dark: NIGHT },
    fonts: { text: "literata", heading: "source-sans" },
  });
  let bytes = 0;
  for (const [, address] of html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) {
    const answer = await fetch(site + address, { headers: { "accept-encoding": "br" } });
    expect(answer.headers.get("content-encoding")).toBe("br");
    bytes += Number(answer.headers.get("content-length"));
  }
  expect(bytes).toBeGreaterThan(5000);
  expect(bytes).toBeLessThanOrEqual(12_000);
});

test("the site's own words about commenting come before ours", async () => {
  const own = { ...aSite().comment_texts, held: "We read it tonight.", hidden: "No talk here." };
  api.answers.set("/settings/", { body: aSite({ comment_texts: own }) });
  pageCache().purge({ tags: ["blog"], paths: [] });
  api.answers.set("/resolve/", { body: aResolved() });
  api.answers.set("GET /pages/12/comments/", { body: aThread() });
  count += 1;
  const sent = await (await fetch(`${site}/blog/said-${count}/?comment=held`)).text();
  expect(sent).toMatch(/<p class="told[^>]*role="status"[^>]*>\s*We read it tonight\./);
  api.answers.set("/resolve/", { body: aResolved({ comments: { ...OPEN, state: "hidden", accepts: false } }) });
  count += 1;
  const hidden = await (await fetch(`${site}/blog/said-${count}/`)).text();
  expect(hidden).toContain("No talk here.");
  expect(hidden).not.toContain('id="comments"');
});

test("italics of the site's own typeface cost a page less than half of what its upright letters do", () => {
  const bytes = (name: RegExp) =>
    [...assets].flatMap(([path, { identity }]) => (name.test(path) ? identity.length : []));
  const [upright = 0] = bytes(/source-serif-4-.*-normal\./);
  const italics = bytes(/source-serif-4-.*-italic\./);
  expect(italics).toHaveLength(2);
  for (const each of italics) expect(each).toBeLessThan(upright / 2);
});
