import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { BlockList } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PageCache } from "../../server/page-cache.ts";
import type { SiteHandler } from "../../server/rendering.ts";
import type { Settings } from "../../server/settings.ts";
import { siteListener } from "../../server/site.ts";

const SECRET = "a secret for the tests";
const ORIGIN = "http://blog.test";
const servers: Server[] = [];

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Seen {
  method: string;
  url: string;
  body?: Buffer;
}

let renders: Seen[];
let locals: App.Locals[];
let status: number;
let site: string;
let settings: Settings;
let backendAsked: Array<Record<string, unknown>>;

const handler: SiteHandler = async (req, res, _, context) => {
  const request = req as Seen;
  renders.push(request);
  locals.push(context);
  const answer = res as { writeHead(status: number, headers: object): void; end(body: string): void };
  answer.writeHead(status, {
    "content-type": "text/html",
    "cdn-cache-control": "max-age=300, stale-while-revalidate=60",
    "cache-tag": "page:1, blog",
  });
  answer.end(`${request.url} ${renders.length} ${"words ".repeat(200)}`);
};

beforeEach(async () => {
  renders = [];
  locals = [];
  status = 200;
  backendAsked = [];
  const asked = new Set<unknown>();
  const backend = createServer((req, res) => {
    backendAsked.push({ url: req.url, ...req.headers });
    if (req.url === "/media/second.png" && asked.has(req.socket)) {
      req.socket.destroy();
      return;
    }
    asked.add(req.socket);
    if (req.url?.startsWith("/media/")) {
      res.writeHead(200, { "content-type": "image/png", "set-cookie": "sessionid=1", "x-secret": "1" }).end("picture");
    } else if (/^\/(feeds\/site\/rss|sitemap|robots)\.(xml|txt)/.test(req.url ?? "")) {
      const headers = { "content-type": "application/rss+xml; charset=utf-8", "cache-tag": "blog, listing:1" };
      res.writeHead(200, headers).end(`${req.url} ${backendAsked.length}`);
    } else res.writeHead(404).end("debug page of the backend");
  });
  const backendUrl = await listen(backend);
  settings = {
    host: "127.0.0.1",
    port: 0,
    backendUrl,
    publicOrigin: ORIGIN,
    site: "blog.test",
    adminOrigin: "http://admin.test",
    proxies: new BlockList(),
    secret: SECRET,
    cacheBytes: 0,
    metricsToken: "a token for metrics",
    logFormat: "plain",
  };
  const page = { status: 200, headers: { "cache-control": "immutable" }, etag: null, gzip: null, brotli: null };
  const assets = new Map([["/_astro/a.js", { ...page, identity: Buffer.from("script") }]]);
  site = await listen(createServer(siteListener({ settings, cache: new PageCache(), assets, handler })));
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(site + path, { headers, redirect: "manual" });

function purge(body: string) {
  const at = Math.floor(Date.now() / 1000);
  const hex = createHmac("sha256", SECRET).update(`purge;${at};${body}`).digest("hex");
  const headers = { "x-purge-signature": `t=${at},v1=${hex}` };
  return fetch(`${site}/hooks/purge`, { method: "POST", body, headers });
}

describe("metrics", () => {
  const asked = (token: string) => get("/metrics", { authorization: `Bearer ${token}` });

  test("are for whoever shows the token; for others there is a page that is not there", async () => {
    status = 404;
    expect((await get("/metrics")).status).toBe(404);
    expect((await asked("another token")).status).toBe(404);
    settings.metricsToken = "";
    expect((await asked("")).status).toBe(404);
  });

  test("count answers by kind, and what was found in the cache, and name no address", async () => {
    await get("/x/ada/");
    await get("/x/ada/");
    await purge(JSON.stringify({ keys: ["blog"], paths: [] }));
    await get("/x/ada/");
    await get("/_astro/a.js");
    await get("/media/a.png");
    await get("/robots.txt");
    await fetch(`${site}/x/`, { method: "BREW" }).catch(() => undefined);
    await fetch(`${site}/x/`, { method: "DELETE" });
    const text = await (await asked("a token for metrics")).text();
    expect(text).toContain('motacilla_frontend_requests_total{kind="page",method="GET",status="200"} 3');
    expect(text).toContain('motacilla_frontend_requests_total{kind="refused",method="other",status="405"} 1');
    for (const kind of ["asset", "file", "feed", "purge"]) {
      expect(text).toContain(`motacilla_frontend_request_seconds_count{kind="${kind}"} 1`);
    }
    expect(text).toContain('motacilla_frontend_request_seconds_bucket{kind="page",le="+Inf"} 3');
    expect(text).toContain('motacilla_frontend_cache_total{found="hit"} 1');
    expect(text).toContain('motacilla_frontend_cache_total{found="stale"} 1');
    expect(text).toContain('motacilla_frontend_cache_total{found="miss"} 2');
    expect(text).toMatch(/motacilla_frontend_cache_bytes \d{4}/);
    expect(text).not.toContain("ada");
  });
});

describe("one id", () => {
  test("goes with a request to the backend, into the log and back to whoever asked", async () => {
    settings.logFormat = "json";
    const lines: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
    const answers = [
      await get("/robots.txt?token=secret", { "x-request-id": "a1b2c3d4-e5" }),
      await get("/media/a.png", { "x-request-id": "a1b2c3d4-e6" }),
      await get("/preview/eyJ0b2tlbiI6MX0/", { "x-request-id": "not well formed" }),
    ];
    await vi.waitFor(() => expect(lines).toHaveLength(3));
    vi.restoreAllMocks();
    const [first, second, third] = answers.map((answer) => answer.headers.get("x-request-id"));
    expect([first, second]).toEqual(["a1b2c3d4-e5", "a1b2c3d4-e6"]);
    expect(third).toMatch(/^[\da-f]{32}$/);
    expect(backendAsked.map((asked) => asked["x-request-id"])).toEqual([first, second]);
    const told = lines.map((line) => JSON.parse(line));
    expect(told.map((line) => line.request_id)).toEqual([first, second, third]);
    expect(told[0]).toMatchObject({ method: "GET", path: "/robots.txt", status: 200, logger: "frontend" });
    expect(told[2].path).toBe("/preview/…");
  });
});

describe("reading", () => {
  test("renders a page once, and hides how it is kept", async () => {
    const first = await get("/x/?utm=1");
    const second = await get("/x/");
    expect(await second.text()).toBe(await first.text());
    expect(renders.map((one) => one.url)).toEqual(["/x/"]);
    expect(second.headers.get("cdn-cache-control")).toBeNull();
    expect(second.headers.get("cache-tag")).toBeNull();
    expect(second.headers.get("cache-control")).toBe("no-cache");
    expect(second.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(second.headers.get("vary")).toBe("accept-encoding");
  });

  test("packs as the reader takes it", async () => {
    const encoding = async (accepted: string) =>
      (await get("/x/", { "accept-encoding": accepted })).headers.get("content-encoding");
    expect(await encoding("gzip, br")).toBe("br");
    expect(await encoding("gzip")).toBe("gzip");
    expect(await encoding("gzip;q=0, br;q=0")).toBeNull();
    expect(await encoding("identity")).toBeNull();
  });

  test("answers 304 to whoever has the page, and HEAD without a body", async () => {
    const etag = (await get("/x/")).headers.get("etag") ?? "";
    expect((await get("/x/", { "if-none-match": etag })).status).toBe(304);
    expect((await get("/x/", { "if-none-match": '"other"' })).status).toBe(200);
    const head = await fetch(`${site}/x/`, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
    expect(renders).toHaveLength(1);
  });

  test("gives assets, its health, and 400 for what is no address", async () => {
    expect(await (await get("/_astro/a.js")).text()).toBe("script");
    expect((await get("/healthz")).status).toBe(200);
    expect((await get("/%zz")).status).toBe(400);
    expect((await get("/media/..%2fx.png")).status).toBe(400);
    expect((await get(`/${"x".repeat(3000)}/`)).status).toBe(414);
    expect(renders).toHaveLength(0);
  });

  test("hands on uploads without cookies or the backend's own words", async () => {
    const picture = await get("/media/a.png", { cookie: "sessionid=1" });
    expect(await picture.text()).toBe("picture");
    expect(picture.headers.get("set-cookie")).toBeNull();
    expect(picture.headers.get("x-secret")).toBeNull();
    expect(picture.headers.get("x-content-type-options")).toBe("nosniff");
    expect(backendAsked[0]?.["cookie"]).toBeUndefined();
    const missing = await get("/documents/1/");
    expect(missing.status).toBe(404);
    expect(await missing.text()).not.toContain("backend");
  });

  test("asks once more for an upload where the backend has hung up meanwhile", async () => {
    await (await get("/media/a.png")).text();
    const second = await get("/media/second.png");
    expect([second.status, await second.text()]).toEqual([200, "picture"]);
  });

  test("hands on the papers of a post as a file, and no original of a picture", async () => {
    await get("/references/12.bib");
    expect(backendAsked[0]?.["url"]).toBe("/api/site/v1/posts/12/references/?format=bibtex&site=blog.test");
    await get("/media/original_images/a.png");
    await get("/references/12.exe");
    expect(backendAsked).toHaveLength(1);
  });
});

describe("feeds, sitemap and robots.txt", () => {
  test("come from the backend, named after this site, and are kept until something changes", async () => {
    const feed = await get("/feeds/site/rss.xml?page=2&utm=1");
    expect(feed.headers.get("content-type")).toContain("application/rss+xml");
    const first = await feed.text();
    expect(first).toContain("/feeds/site/rss.xml?site=blog.test&page=2");
    expect(await (await get("/feeds/site/rss.xml?page=2")).text()).toBe(first);
    expect((await purge('{"keys": ["listing:1"], "paths": []}')).status).toBe(204);
    expect(await (await get("/feeds/site/rss.xml?page=2")).text()).not.toBe(first);
    expect((await get("/sitemap.xml")).status).toBe(200);
    expect((await get("/robots.txt")).status).toBe(200);
    expect(renders).toHaveLength(0);
  });

  test("that are not there are missing", async () => {
    expect((await get("/feeds/site/none.xml")).status).toBe(404);
  });
});

describe("purging", () => {
  test("the next reader sees the change, others keep their copy", async () => {
    await get("/x/");
    expect((await purge('{"keys": ["page:2"], "paths": []}')).status).toBe(204);
    await get("/x/");
    expect(renders).toHaveLength(1);
    expect((await purge('{"keys": ["page:1"], "paths": []}')).status).toBe(204);
    expect(await (await get("/x/")).text()).toContain("/x/ 2");
  });

  test("shows the old page when the backend is down", async () => {
    await get("/x/");
    await purge('{"keys": ["page:1"], "paths": []}');
    status = 503;
    const page = await get("/x/");
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("/x/ 1");
  });

  test("refuses a stranger", async () => {
    await get("/x/");
    const body = '{"keys": ["page:1"]}';
    expect((await fetch(`${site}/hooks/purge`, { method: "POST", body })).status).toBe(403);
    await get("/x/");
    expect(renders).toHaveLength(1);
  });
});

describe("writing", () => {
  const FORM = { "content-type": "application/x-www-form-urlencoded" };
  const post = (headers: Record<string, string>, body = "a=1") =>
    fetch(`${site}/comments/1/`, { method: "POST", body, headers: { ...FORM, ...headers }, redirect: "manual" });

  test("hands the body on with the reader's signed address, and keeps nothing", async () => {
    const answer = await post({ origin: ORIGIN, "x-forwarded-for": "192.0.2.1" });
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(renders[0]?.body?.toString()).toBe("a=1");
    expect(locals[0]?.readerAddress).toMatch(/^127\.0\.0\.1;\d+;[\da-f]{64}$/);
    await post({ origin: ORIGIN });
    expect(renders).toHaveLength(2);
  });

  test("reads are not signed: their answers are everybody's", async () => {
    await get("/x/");
    expect(locals[0]?.readerAddress).toBe("");
  });

  test("refuses other origins, long bodies and other methods", async () => {
    expect((await post({ origin: "http://evil.test" })).status).toBe(403);
    expect((await post({})).status).toBe(403);
    expect((await post({ origin: ORIGIN }, "x".repeat(70_000))).status).toBe(413);
    expect((await fetch(`${site}/x/`, { method: "DELETE" })).status).toBe(405);
    expect(renders).toHaveLength(0);
  });

  test.each(["/x/", "/comments/abc/", "/comments/0/", "/comments/1/2/", "/unlock/x", "/"])(
    "%s takes no form",
    async (path) => {
      const answer = await fetch(site + path, { method: "POST", body: "a=1", headers: { origin: ORIGIN, ...FORM } });
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe("GET, HEAD");
      expect(renders).toHaveLength(0);
    },
  );

  test.each(["text/plain", "application/xml", ""])("refuses what is no form: %s", async (type) => {
    expect((await post({ origin: ORIGIN, "content-type": type })).status).toBe(415);
    expect(renders).toHaveLength(0);
  });
});
