import { experimental_AstroContainer as Container } from "astro/container";
import { beforeAll, expect, test } from "vitest";
import { SECURITY_HEADERS } from "../../server/security.ts";
import Body from "../../src/components/blocks/Body.astro";
import Post from "../../src/components/pages/Post.astro";
import type { Picture, PostPayload, Resolved } from "../../src/lib/api/types.gen.ts";
import { ADA, aPost } from "../samples.ts";

type Block = PostPayload["body"][number];

const PICTURE: Picture = {
  src: "/media/a.jpg",
  width: 400,
  height: 300,
  alt: "A back",
  caption: "Caption",
  credit: "Us",
  sources: [],
  sizes: "",
  focal_point: { x: 10, y: 90 },
  colour: "#3a6b7c",
};

const FILM: Block = {
  type: "embed",
  key: "e",
  url: "https://youtu.be/abcdefghijk",
  player: "https://www.youtube-nocookie.com/embed/abcdefghijk",
  provider: "YouTube",
  title: "A film",
  note: "2 min",
};

let container: Container;
beforeAll(async () => {
  container = await Container.create();
});

async function draw(...blocks: Block[]): Promise<string> {
  const html = await container.renderToString(Body, { props: { blocks, locale: "en" } });
  return html.replace(/\s+/g, " ").replaceAll("> <", "><");
}

test("nothing of another site is loaded before a reader asks", async () => {
  const html = await draw(FILM);
  expect(html).not.toMatch(/<(iframe|img|object|embed)[\s>]/);
  expect(html).not.toContain('src="https:');
  expect(html).toContain('<a class="embed-link" href="https://youtu.be/abcdefghijk" rel="noopener">');
  expect(html).toContain('data-player="https://www.youtube-nocookie.com/embed/abcdefghijk"');
  expect(await draw({ ...FILM, player: "" })).not.toContain("data-player");
});

test("every player's host may be framed, and no other", () => {
  const frames = /frame-src ([^;]+)/.exec(SECURITY_HEADERS["content-security-policy"] ?? "")?.[1];
  expect(frames).toBe("https://www.youtube-nocookie.com https://player.vimeo.com");
});

test("tables and code scroll on their own and are reached by keyboard", async () => {
  const rows = [
    ["Week", "Steps"],
    ["1", "2,000"],
  ];
  const table = await draw({ type: "table", key: "t", caption: "A plan", header_row: true, header_column: true, rows });
  expect(table).toContain('<div class="scroll" role="region" tabindex="0" aria-labelledby="table-t-title">');
  expect(table).toContain('<thead><tr><th scope="col">Week</th><th scope="col">Steps</th></tr></thead>');
  expect(table).toContain('<tbody><tr><th scope="row">1</th><td>2,000</td></tr></tbody>');
  const code = await draw({ type: "code", key: "c", code: "<b>\nif x:\n  y", language: "Python", caption: "" });
  expect(code).toContain('tabindex="0" aria-label="Python"');
  expect(code).toContain("&lt;b&gt;");
});

test("questions open without a script", async () => {
  const html = await draw({
    type: "questions",
    key: "q",
    title: "",
    questions: [{ question: "Why?", html: "<p>Because.</p>" }],
  });
  expect(html).toContain('<details><summary>Why?</summary><div class="answer"><p>Because.</p></div></details>');
});

test("pictures have their width, their focal point and their colour without a style attribute", async () => {
  const html = await draw(
    { type: "picture", key: "p", picture: PICTURE, width: "wide" },
    { type: "gallery", key: "g", title: "Backs", pictures: [PICTURE, PICTURE] },
  );
  expect(html).toContain("figure-wide");
  expect(html.match(/class="fx-0 fy-4" data-colour="#3a6b7c"/g)).toHaveLength(3);
  expect(html).not.toContain("style=");
});

test("callouts, downloads, buttons, related posts and dividers", async () => {
  const html = await draw(
    { type: "callout", key: "w", kind: "warning", title: "", html: "<p>Stop.</p>" },
    { type: "download", key: "d", url: "/documents/1/plan.pdf", title: "Plan", note: "", format: "PDF", size: 120_400 },
    { type: "appointment", key: "a", text: "Sore?", label: "Come", url: "/visit/" },
    { type: "related", key: "r", title: "Next", posts: [{ title: "Other", path: "/blog/other/" }] },
    { type: "divider", key: "h" },
  );
  expect(html).toContain('<aside class="callout callout-warning" aria-labelledby="callout-w-title">');
  expect(html).toContain("PDF, 120 kB");
  expect(html).toContain('<a class="action" href="/visit/" rel="noopener">Come</a>');
  expect(html).toContain('<li><a href="/blog/other/">Other</a></li>');
  expect(html).toContain("<hr>");
});

test("a post says who reviewed it and when, who wrote it, and what to read next", async () => {
  const reviewer = { ...ADA, id: 2, name: "Lee" };
  const author = { ...ADA, biography: "Ada walks.", orcid: "https://orcid.org/0000-0002-1825-0097" };
  const { id, title, excerpt, reading_time, hero, contributors, categories } = aPost({ title: "Other" });
  const card = { id, title, excerpt, reading_time, hero, contributors, categories };
  const post = aPost({
    reviewed_on: "2026-02-03",
    contributors: [
      { role: "author", author },
      { role: "reviewer", author: reviewer },
    ],
    related: [{ ...card, path: "/blog/other/", first_published_at: null }],
  });
  const html = await container.renderToString(Post, {
    props: { resolved: { page: post } as Resolved, discussion: null },
  });
  expect(html.replace(/\s+/g, " ")).toContain('<time datetime="2026-02-03">February 3, 2026</time>');
  expect(html).toContain("Ada walks.");
  expect(html).toContain('href="https://orcid.org/0000-0002-1825-0097"');
  expect(html).toContain('<a href="/blog/other/">Other</a>');
});
