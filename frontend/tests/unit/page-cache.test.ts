import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LIMITS, PageCache, type Rendered } from "../../server/page-cache.ts";

function rendered(body: string, changes: Partial<Rendered> = {}): Rendered {
  return {
    status: 200,
    headers: { "content-type": "text/html" },
    body: Buffer.from(body),
    tags: ["page:1"],
    keep: { maxAge: 300, staleFor: 3600 },
    ...changes,
  };
}

const address = { path: "/a/", key: "/a/" };
const text = (page: { identity: Buffer }) => page.identity.toString();

/** A cache whose clock and renders the test moves by hand. */
function setUp(limits: Partial<typeof LIMITS> = {}) {
  let now = 1_000_000;
  const cache = new PageCache({ limits: { ...LIMITS, purgeBudget: 30, ...limits }, now: () => now });
  let renders = 0;
  const ask = (answer: Rendered | Error | Promise<Rendered>, at = address) =>
    cache.answer(at, async () => {
      renders += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    });
  return {
    cache,
    ask,
    renders: () => renders,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

/** A render that ends when the test says so. */
function pending() {
  return Promise.withResolvers<Rendered>();
}

describe("keeping", () => {
  test("sends a kept page without rendering, in three encodings of the same bytes", async () => {
    const { cache, ask, renders } = setUp();
    const body = "the same words again and again, ".repeat(50);
    await ask(rendered(body));
    const page = cache.fresh("/a/");
    expect(page && text(page)).toBe(body);
    expect(gunzipSync(page?.gzip ?? Buffer.alloc(0)).toString()).toBe(body);
    expect(brotliDecompressSync(page?.brotli ?? Buffer.alloc(0)).toString()).toBe(body);
    await ask(rendered("other"));
    expect(renders()).toBe(1);
  });

  test("renders once for forty readers at the same time", async () => {
    const { ask, renders } = setUp();
    const slow = pending();
    const readers = Array.from({ length: 40 }, () => ask(slow.promise));
    slow.resolve(rendered("one"));
    expect((await Promise.all(readers)).map(text)).toEqual(Array.from({ length: 40 }, () => "one"));
    expect(renders()).toBe(1);
  });

  test.each([
    ["an answer that may not be kept", { keep: null }],
    ["an answer with a cookie", { headers: { "content-type": "text/html", "set-cookie": "a=b" } }],
    ["a failure", { status: 503 }],
  ])("does not keep %s", async (_, changes) => {
    const { cache, ask } = setUp();
    await ask(rendered("x", changes));
    expect(cache.fresh("/a/")).toBeUndefined();
    expect(cache.bytes).toBe(0);
  });

  test("forgets a kept page when it may no longer be kept", async () => {
    const { cache, ask } = setUp();
    await ask(rendered("public"));
    cache.purge({ tags: ["page:1"], paths: [] });
    expect(text(await ask(rendered("private", { keep: null })))).toBe("private");
    expect(cache.bytes).toBe(0);
  });

  test("never holds more bytes than allowed, and drops what was used longest ago", async () => {
    const { cache, ask } = setUp({ bytes: 10_000 });
    const big = "x".repeat(1).padEnd(400, "y");
    for (const name of ["a", "b", "c", "d", "e"]) await ask(rendered(big), { path: `/${name}/`, key: `/${name}/` });
    cache.fresh("/a/");
    for (const name of ["f", "g", "h", "i"]) {
      await ask(rendered(big), { path: `/${name}/`, key: `/${name}/` });
      expect(cache.bytes).toBeLessThanOrEqual(10_000);
    }
    expect(cache.fresh("/a/")).toBeDefined();
    expect(cache.fresh("/b/")).toBeUndefined();
  });

  test("does not let addresses without a page push pages out", async () => {
    const { cache, ask } = setUp({ bytes: 3000, otherBytes: 3000 });
    await ask(rendered("a page"));
    for (let guess = 0; guess < 50; guess += 1) {
      await ask(rendered("nothing here", { status: 404 }), { path: `/${guess}/`, key: `/${guess}/` });
    }
    expect(cache.fresh("/a/")).toBeDefined();
    expect(cache.bytes).toBeLessThanOrEqual(6000);
  });
});

describe("ageing", () => {
  test("sends an aged page at once and makes it anew behind the reader's back", async () => {
    const { cache, ask, pass } = setUp();
    await ask(rendered("old"));
    pass(301);
    expect(text(await ask(rendered("new")))).toBe("old");
    await expect.poll(() => cache.fresh("/a/")?.identity.toString()).toBe("new");
  });

  test("waits for a page that is too old even to be sent meanwhile", async () => {
    const { ask, pass } = setUp();
    await ask(rendered("old"));
    pass(301 + 3600);
    expect(text(await ask(rendered("new")))).toBe("new");
  });
});

describe("purging", () => {
  test("marks by tag and by path, whatever the query, and nothing else", async () => {
    const { cache, ask } = setUp();
    await ask(rendered("a"), { path: "/a/", key: "/a/" });
    await ask(rendered("a2"), { path: "/a/", key: "/a/?page=2" });
    await ask(rendered("b", { tags: ["comments:2"] }), { path: "/b/", key: "/b/" });
    await ask(rendered("c", { tags: ["page:3"] }), { path: "/c/", key: "/c/" });
    expect(cache.purge({ tags: ["comments:2"], paths: ["/a/"] })).toBe(3);
    expect(["/a/", "/a/?page=2", "/b/", "/c/"].map((key) => cache.fresh(key) !== undefined)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  test("the next reader gets the fresh page", async () => {
    const { cache, ask } = setUp();
    await ask(rendered("old"));
    cache.purge({ tags: ["page:1"], paths: [] });
    expect(text(await ask(rendered("new")))).toBe("new");
    expect(cache.fresh("/a/")?.identity.toString()).toBe("new");
  });

  test("what is gone is not shown again, even while the backend is away", async () => {
    const { cache, ask } = setUp();
    await ask(rendered("secret"));
    await ask(rendered("other", { tags: ["page:2"] }), { path: "/b/", key: "/b/" });
    const { bytes } = cache;
    expect(cache.purge({ tags: ["page:1", "page:2"], paths: [], gone: ["page:1"] })).toBe(2);
    expect(cache.bytes).toBeLessThan(bytes);
    await expect(ask(new Error("away"))).rejects.toThrow("away");
    expect(text(await ask(new Error("away"), { path: "/b/", key: "/b/" }))).toBe("other");
  });

  test("any purge makes answers that show no page stale: one may be there now", async () => {
    const { cache, ask } = setUp();
    await ask(rendered("nothing here", { status: 404, tags: [] }));
    cache.purge({ tags: ["page:99"], paths: [] });
    expect(text(await ask(rendered("a page")))).toBe("a page");
  });

  test("a purge during a render drops its result", async () => {
    const { cache, ask } = setUp();
    const slow = pending();
    const early = ask(slow.promise);
    cache.purge({ tags: ["page:1"], paths: [] });
    const late = ask(rendered("after the change"));
    slow.resolve(rendered("before the change"));
    expect(text(await early)).toBe("before the change");
    expect(text(await late)).toBe("after the change");
    expect(cache.fresh("/a/")?.identity.toString()).toBe("after the change");
  });

  test("sends the old page when the new one takes longer than the budget, and keeps the new one when it comes", async () => {
    const { cache, ask } = setUp();
    await ask(rendered("old"));
    cache.purge({ tags: ["page:1"], paths: [] });
    const slow = pending();
    expect(text(await ask(slow.promise))).toBe("old");
    slow.resolve(rendered("new"));
    await expect.poll(() => cache.fresh("/a/")?.identity.toString()).toBe("new");
  });
});

describe("failing", () => {
  test.each([
    ["answers 5xx", rendered("broken", { status: 503 })],
    ["throws", new Error("broken")],
  ])("sends the old page when the render %s, and leaves the backend alone for a moment", async (_, failure) => {
    const { cache, ask, renders, pass } = setUp();
    await ask(rendered("old"));
    cache.purge({ tags: ["page:1"], paths: [] });
    expect(text(await ask(failure))).toBe("old");
    expect(text(await ask(rendered("new")))).toBe("old");
    expect(renders()).toBe(2);
    pass(3);
    expect(text(await ask(rendered("new")))).toBe("new");
  });

  test("tries again at once when a purge comes after the failure", async () => {
    const { cache, ask } = setUp();
    await ask(rendered("old"));
    cache.purge({ tags: ["page:1"], paths: [] });
    await ask(new Error("broken"));
    cache.purge({ tags: ["page:1"], paths: [] });
    expect(text(await ask(rendered("new")))).toBe("new");
  });

  test("has nothing to send when nothing is kept", async () => {
    const { ask } = setUp();
    await expect(ask(new Error("broken"))).rejects.toThrow("broken");
    expect((await ask(rendered("sorry", { status: 503 }))).status).toBe(503);
  });
});
