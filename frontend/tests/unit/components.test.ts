import { experimental_AstroContainer as Container } from "astro/container";
import type { AstroComponentFactory } from "astro/runtime/server/index.js";
import { beforeAll, describe, expect, test, vi } from "vitest";
import Body from "../../src/components/blocks/Body.astro";
import Comments from "../../src/components/comments/Comments.astro";
import Pagination from "../../src/components/listing/Pagination.astro";
import Picture from "../../src/components/Picture.astro";
import Post from "../../src/components/pages/Post.astro";
import type { PolicyPayload, Resolved } from "../../src/lib/api/types.gen.ts";
import type { Discussion } from "../../src/lib/discussion.ts";
import { ADA, aComment, aDiscussion, aPost, aReference, aThread, CLOSED, OPEN } from "../samples.ts";

let container: Container;
beforeAll(async () => {
  container = await Container.create();
});

async function draw(component: AstroComponentFactory, props: Record<string, unknown>): Promise<string> {
  const html = await container.renderToString(component, { props });
  return html.replace(/\s+/g, " ");
}

const plain = (html: string) =>
  html
    .replace(/<template.*?<\/template>/gs, "")
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ");

const drawPost = (post: ReturnType<typeof aPost>, discussion: Discussion | null = null) =>
  draw(Post, { resolved: { page: post } as Resolved, discussion });

const drawComments = (discussion: Discussion) => draw(Comments, { discussion, path: "/blog/backs/", locale: "en" });

describe("a post", () => {
  test("shows marks that lead to the list, and a way back to each of them", async () => {
    const mark = (id: string, number: number) =>
      `<a class="citation" id="${id}" href="#ref-${number}" data-reference="x">[${number}]</a>`;
    const html = await drawPost(
      aPost({
        body: [
          { type: "paragraph", key: "a", html: `<p>One ${mark("cite-1-1", 1)} two ${mark("cite-2-1", 2)}</p>` },
          { type: "paragraph", key: "b", html: `<p>Again ${mark("cite-1-2", 1)}</p>` },
        ],
        references: [
          aReference(1, { citations: ["cite-1-1", "cite-1-2"] }),
          aReference(2, { citations: ["cite-2-1"] }),
        ],
      }),
    );
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const targets = [...html.matchAll(/ href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.filter((target) => target?.startsWith("ref-"))).toEqual(["ref-1", "ref-2", "ref-1"]);
    expect(targets.filter((target) => target?.startsWith("cite-"))).toEqual(["cite-1-1", "cite-1-2", "cite-2-1"]);
    for (const target of targets) expect(ids).toContain(target);
    expect(html).toContain('aria-label="Back to where [2] is cited"');
  });

  test("links a paper once: by the DOI in its text, by DOI and PubMed, or by its address", async () => {
    const html = await drawPost(
      aPost({
        references: [
          aReference(1, { text: "A paper. doi:10.1000/a(1)9", doi: "10.1000/a(1)9" }),
          aReference(2, { doi: "10.1000/b", pmid: "77", url: "https://example.org/b" }),
          aReference(3, { url: "https://example.org/c" }),
        ],
      }),
    );
    const links = [...html.matchAll(/<a href="(https:[^"]+)" rel="noopener">([^<]+)<\/a>/g)].map((m) => [m[1], m[2]]);
    expect(links).toEqual([
      ["https://doi.org/10.1000/a(1)9", "doi:10.1000/a(1)9"],
      ["https://doi.org/10.1000/b", "DOI"],
      ["https://pubmed.ncbi.nlm.nih.gov/77/", "PubMed"],
      ["https://example.org/c", "Source"],
    ]);
  });

  test("names its author, and explains each credential to whoever hovers or tabs to it", async () => {
    const html = await drawPost(aPost());
    const described = [...html.matchAll(/<abbr tabindex="0" aria-describedby="([^"]+)">([^<]+)<\/abbr>/g)];
    expect(described.map((match) => match[2])).toEqual(["ND", "RMSK"]);
    const tip = (id: string | undefined) => new RegExp(`role="tooltip" id="${id}">([^<]+)<`).exec(html)?.[1];
    expect(described.map((match) => tip(match[1]))).toEqual([
      "Doctor of Naturopathic Medicine, A university",
      "Registered in Musculoskeletal Sonography",
    ]);
    expect(html.replace(/<span class="tip".*?<\/span>/g, "").replace(/<[^>]+>/g, "")).toContain("Ada Park, ND, RMSK");
    expect(html).toContain('<time datetime="2026-03-01T10:00:00Z"> March 1, 2026 </time>');
    expect(plain(html)).toContain("4 min read");
  });

  test("tells two people with the same letters apart", async () => {
    const reviewer = { role: "reviewer" as const, author: { ...ADA, id: 2, name: "Ben Roy" } };
    const html = await drawPost(aPost({ contributors: [{ role: "author", author: ADA }, reviewer] }));
    const ids = [...html.matchAll(/role="tooltip" id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(4);
  });

  test("is passed on by a mail of the reader's own, and by buttons that show only where they work", async () => {
    const html = await drawPost(aPost({ title: "Backs & knees", references: [aReference(1)] }));
    expect(html).toContain(
      'href="mailto:?subject=Backs%20%26%20knees&amp;body=http%3A%2F%2Fblog.test%3A8000%2Fblog%2Fbacks%2F"',
    );
    const buttons = [...html.matchAll(/<button[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => /data-(copy|share)/.test(tag));
    expect(buttons).toHaveLength(3);
    for (const tag of buttons) expect(tag).toMatch(/ type="button".* hidden/);
    expect(html).toContain('data-copy="/references/12.bib"');
    expect(html).toContain('href="/references/12.bib" download');
  });

  test("does not run markup from plain fields", async () => {
    const html = await drawPost(aPost({ title: "<script>1</script>", excerpt: "<b>x</b>" }));
    expect(html).not.toContain("<script>");
    expect(html).not.toContain("<b>x</b>");
  });

  test("leaves out blocks it does not know, and says so once", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const html = await draw(Body, {
      blocks: [
        { type: "hologram", key: "x" },
        { type: "hologram", key: "z" },
        { type: "heading", key: "y", id: "known", text: "Known", level: 3 },
      ],
    });
    expect(html).toContain('<h3 id="known">Known</h3>');
    expect(html).not.toContain("hologram");
    expect(said).toHaveBeenCalledTimes(1);
    said.mockRestore();
  });
});

test("a picture says how large it is and where its files are, without a style attribute", async () => {
  const picture = {
    src: "/media/a.jpg",
    width: 1200,
    height: 800,
    alt: "A heron",
    caption: "",
    credit: "",
    sources: [{ type: "image/avif", srcset: "/media/a.avif 1200w" }],
    sizes: "",
    focal_point: { x: 90, y: 10 },
  };
  const html = await draw(Picture, { picture, sizes: "100vw", first: true });
  expect(html).toContain('<source type="image/avif" srcset="/media/a.avif 1200w" sizes="100vw">');
  expect(html).toMatch(/width="1200" height="800" alt="A heron" loading="eager" fetchpriority="high"/);
  expect(html).toContain('class="fx-4 fy-0"');
  expect(html).not.toContain("style=");
  const small = await draw(Picture, { picture, sizes: "3rem", small: true });
  expect(small).toContain('loading="eager" fetchpriority="low"');
  expect(await draw(Picture, { picture, sizes: "100vw" })).toMatch(/loading="lazy" decoding="async"/);
});

test("pages of a list have real addresses", async () => {
  const html = await draw(Pagination, { page: 2, pages: 9, path: "/blog/" });
  const links = [...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1]);
  expect(links).toEqual(["/blog/", "/blog/", "/blog/?page=2", "/blog/?page=3", "/blog/?page=9", "/blog/?page=3"]);
  expect(html).toContain('href="/blog/?page=2" aria-label="Page 2" aria-current="page"');
});

describe("comments", () => {
  test("show the thread as it is nested, with marks, tombstones and permalinks", async () => {
    const reply = aComment("b", {
      author: { name: "Ada", website: "https://ada.example", is_staff: true, is_author: true, seed: "00" },
    });
    const gone = aComment("c", { tombstone: true, author: null, html: "", replies: [aComment("d")] });
    const html = await drawComments(
      aDiscussion({ thread: aThread({ count: 3, comments: [aComment("a", { replies: [reply] }), gone] }) }),
    );
    const order = [...html.matchAll(/<article[^>]* id="comment-([a-d])"|<ol class="(replies)"/g)];
    expect(order.map((match) => match[1] ?? match[2])).toEqual(["a", "replies", "b", "c", "replies", "d"]);
    expect(html).toContain('href="https://ada.example" rel="nofollow ugc noopener"');
    expect(plain(html)).toMatch(/Ada.*Author.*This comment was deleted\./);
    expect(plain(html)).not.toContain("Team");
    expect(html).toContain('href="#comment-a"');
    expect(html).toContain("<p>Text of a</p>");
  });

  test("say that they are closed, and offer no form", async () => {
    const html = await drawComments(
      aDiscussion({ thread: aThread({ policy: CLOSED, comments: [aComment("a")], count: 1 }) }),
    );
    expect(html).toContain("Commenting has been turned off.");
    expect(html).not.toContain("<form");
    expect(html).not.toContain("data-reply");
  });

  test.each([
    [{ closes_at: "2126-03-02T09:30:00Z" }, "Comments close on Mar 2, 2126"],
    [
      { who: "confirmed", message: "Please confirm your address first." },
      "confirm your address first. Confirm my address",
    ],
    [{ who: "staff", message: "Only our team writes here." }, "Only our team writes here."],
    [{ ...CLOSED, code: "not-yet-open", message: "Comments open on Monday." }, "Comments open on Monday."],
    [{ moderation: "everything" }, "A moderator reads every comment before it appears."],
    [{ moderation: "newcomers" }, "If this is your first comment here, a moderator reads it"],
  ] as Array<[Partial<PolicyPayload>, string]>)("say what holds for commenting: %o", async (policy, words) => {
    const html = await drawComments(aDiscussion({ thread: aThread({ policy: { ...OPEN, ...policy } }) }));
    expect(plain(html)).toContain(words);
  });

  test("that are published at once say nothing of moderators", async () => {
    const policy = { ...OPEN, moderation: "afterwards" } as const;
    expect(await drawComments(aDiscussion({ thread: aThread({ policy }) }))).not.toMatch(/oderator|tell_me/);
  });

  test("fold, name what is pinned, and tell of likes where nobody can give any", async () => {
    const comment = aComment("a", {
      pinned: true,
      score: 2,
      reply_count: 5,
      replies: [aComment("b", { parent: "a" })],
    });
    const html = await drawComments(
      aDiscussion({ thread: aThread({ policy: CLOSED, count: 6, comments: [comment] }) }),
    );
    expect(html).toMatch(/<details class="branch" open> <summary>5 replies<\/summary>/);
    expect(plain(html)).toMatch(/Pinned.*2 likes/);
    expect(html).not.toContain("data-parent");
  });

  test("keep the text of whoever wrote while they were being closed", async () => {
    const form = {
      fields: {
        body: "My <long> text",
        name: "Jo",
        email: "",
        website: "",
        parent: "",
        form: "",
        subject: "",
        tell_me: "",
      },
      message: "Commenting has been turned off.",
      errors: {},
    };
    const html = await drawComments(aDiscussion({ thread: aThread({ policy: CLOSED }), form }));
    expect(html).toContain("My &lt;long&gt; text</textarea>");
    expect(html).toContain("readonly");
  });

  test("lead on by plain links", async () => {
    const thread = aThread({ count: 40, comments: [aComment("a", { more: "m+1" })], next: "n=2" });
    const html = await drawComments(aDiscussion({ thread }));
    expect(html).toContain('href="/blog/backs/?comments=n%3D2#comments"');
    expect(html).toContain('href="/blog/backs/?comments=m%2B1#comments"');
    expect(html).toContain('href="/blog/backs/?reply=a#comment-form"');
  });

  test.each([
    ["held", "waiting for a moderator"],
    ["published", "is published"],
  ] as const)("tell whoever comes back from a plain form that the comment is %s", async (sent, words) => {
    expect(plain(await drawComments(aDiscussion({ sent })))).toContain(words);
  });
});

describe("the comment form", () => {
  test("works without a script, with the limits and the words of the API", async () => {
    const html = await drawComments(aDiscussion());
    expect(html).toContain('method="post" action="/comments/12/#comment-form"');
    expect(html).toContain('<input type="hidden" name="path" value="/blog/backs/">');
    expect(html).toContain("Up to 1,234 characters");
    expect(html).toContain('maxlength="60"');
    expect(html).not.toContain("aria-invalid");
  });

  test("shows each error at its field and keeps everything typed, character by character", async () => {
    const body = '\n  5 < 6 & "quotes"\nnew line </textarea>';
    const html = await container.renderToString(Comments, {
      props: {
        discussion: aDiscussion({
          form: {
            fields: { body, name: "Jo <b>", email: "jo@", website: "", parent: "", form: "", subject: "", tell_me: "" },
            message: "Please look again.",
            errors: { email: "This is no address." },
          },
        }),
        path: "/blog/backs/",
        locale: "en",
      },
    });
    const email = /<input[^>]*name="email"[^>]*>/.exec(html)?.[0] ?? "";
    expect(email).toContain('aria-invalid="true"');
    expect(email).toContain('value="jo@"');
    expect(email).toContain("comment-email-error");
    expect(html).toContain('id="comment-email-error">This is no address.</p>');
    expect(html).toMatch(/role="alert"[^>]*>Please look again\.</);
    expect(html.match(/aria-invalid/g)).toHaveLength(1);
    const written = /<textarea[^>]*>(.*?)<\/textarea>/s.exec(html)?.[1] ?? "";
    const decoded = written.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"');
    // A parser drops the first line end inside a textarea.
    expect(decoded.replaceAll("&#34;", '"').replaceAll("&amp;", "&").replace(/^\n/, "")).toBe(body);
  });

  test("stands under the comment that is answered, and knows it", async () => {
    const parent = aComment("a", { replies: [aComment("b")] });
    const html = await drawComments(aDiscussion({ thread: aThread({ count: 2, comments: [parent] }), parent }));
    expect(html.match(/<comment-form/g)).toHaveLength(1);
    expect(html.indexOf('id="comment-a"')).toBeLessThan(html.indexOf("<comment-form"));
    expect(html.indexOf("<comment-form")).toBeLessThan(html.indexOf('id="comment-b"'));
    expect(html).toContain('<input type="hidden" name="parent" value="a">');
    expect(plain(html)).toContain("Answer Reader a");
  });

  test("stands at the end for a comment that is not in this part of the thread", async () => {
    const html = await drawComments(
      aDiscussion({ thread: aThread({ count: 2, comments: [aComment("b")] }), parent: aComment("a") }),
    );
    expect(html).toContain('name="parent" value="a"');
    expect(html.indexOf('id="comment-b"')).toBeLessThan(html.indexOf("<comment-form"));
  });

  test("says when the comment to be answered is gone", async () => {
    expect(plain(await drawComments(aDiscussion({ parentMissing: true })))).toContain("no longer here");
  });
});
