/** The page behind the link that ends mail: looking at it ends nothing, a button does, and so does a mail program. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { readAssets } from "../../server/assets.ts";
import type { SiteHandler } from "../../server/rendering.ts";
import { readSettings } from "../../server/settings.ts";
import { pageCache } from "../../server/shared-cache.ts";
import { siteListener } from "../../server/site.ts";
import { TestApi } from "../api.ts";
import { aSite } from "../samples.ts";

const built = inject("built");
const { handler } = (await import(pathToFileURL(join(built, "server", "entry.mjs")).href)) as { handler: SiteHandler };
const assets = readAssets(join(built, "client"));
const TARGET = "/identity/unsubscribe/?token=a:b-c";

let api: TestApi;
let server: Server;
let site: string;

beforeEach(async () => {
  api = new TestApi();
  await api.start();
  api.answers.set("/settings/", { body: aSite() });
  api.answers.set("GET /unsubscribe/", {
    body: { active: true, page: { title: "A <b>walk</b>", path: "/blog/walk/" } },
  });
  api.answers.set("POST /unsubscribe/", { body: { message: "We will not write to you about this any more." } });
  server = createServer(siteListener({ settings: readSettings(), cache: pageCache(), assets, handler }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  api.stop();
  server.close().closeAllConnections();
});

const post = (body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(site + TARGET, { method: "POST", body: new URLSearchParams(body), headers });
const ended = () => api.to("/unsubscribe/").filter(({ method }) => method === "POST");

test("opening the link ends nothing and is kept for nobody", async () => {
  const answer = await fetch(site + TARGET);
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toContain("no-store");
  expect(html).toContain("A &lt;b&gt;walk&lt;/b&gt;");
  expect(html).toContain('method="post"');
  await fetch(site + TARGET, { method: "HEAD" });
  expect(ended()).toEqual([]);
});

test.each([
  [{ "List-Unsubscribe": "One-Click" }, false],
  [{ deed: "this" }, false],
  [{ deed: "everything" }, true],
])("%o ends it, from anywhere and without a cookie", async (body, everything) => {
  const answer = await post(body, { cookie: "reader=somebody; unlock=something" });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("We will not write to you about this any more.");
  const [asked] = ended();
  expect(asked?.body).toEqual({ token: "a:b-c", everything });
  expect(asked?.headers["x-reader-token"]).toBeUndefined();
});

test("a post that asks for nothing ends nothing", async () => {
  await post({ anything: "else" });
  expect(ended()).toEqual([]);
});

test("a token that is none is told kindly", async () => {
  const problem = { status: 403, code: "link-invalid", title: "No.", message: "This link is not good any more." };
  api.answers.set("GET /unsubscribe/", { status: 403, body: problem });
  const answer = await fetch(site + TARGET);
  expect(answer.status).toBe(410);
  expect(await answer.text()).toContain("This link is not good any more.");
});

test("no other form may come from anywhere", async () => {
  for (const path of ["/identity/me/", "/identity/confirm/", "/identity/unsubscribe/../me/"])
    expect((await fetch(site + path, { method: "POST", body: new URLSearchParams({ deed: "erase" }) })).status).toBe(
      403,
    );
});
