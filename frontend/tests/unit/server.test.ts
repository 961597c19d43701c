import { createHmac } from "node:crypto";
import { BlockList } from "node:net";
import { describe, expect, test } from "vitest";
import { isMachineFile } from "../../server/machine-files.ts";
import { pageAddress } from "../../server/page-address.ts";
import { readerAddress, signReaderAddress } from "../../server/reader-address.ts";
import { mayWrite, SECURITY_HEADERS } from "../../server/security.ts";
import { readSettings } from "../../server/settings.ts";

describe("who may write", () => {
  const own = "https://blog.example";
  test.each([
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "same-origin", origin: own }, true],
    [{ origin: own }, true],
    [{ "sec-fetch-site": "cross-site", origin: own }, false],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "none" }, false],
    [{ origin: "https://evil.example" }, false],
    [{ origin: "null" }, false],
    [{}, false],
  ])("%j: %s", (headers, allowed) => {
    expect(mayWrite(headers, own)).toBe(allowed);
  });
});

test("nothing inline and nobody else's is allowed on a page", () => {
  const policy = SECURITY_HEADERS["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe|nonce|sha256|\*/);
  expect(SECURITY_HEADERS["referrer-policy"]).toBe("strict-origin-when-cross-origin");
});

describe("the signed address of a reader", () => {
  const secret = "a secret for the tests";
  const now = 1_790_000_000_999;
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8::1", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
  ])("%s is told as %s", (address, ip) => {
    const hex = createHmac("sha256", secret).update(`reader-address;${ip};1790000000`).digest("hex");
    expect(signReaderAddress({ address, secret, now })).toBe(`${ip};1790000000;${hex}`);
  });
});

describe("whom a proxy calls for", () => {
  const enough = { FRONTEND_SECRET: "a secret for the tests" };
  const { proxies } = readSettings({ ...enough, PROXIES: "127.0.0.1, 10.0.0.0/8,fd00::/8" });
  test.each([
    ["127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["::ffff:10.2.3.4", "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["fd00::2", "2001:db8::9", "2001:db8::9"],
    ["127.0.0.1", "", "127.0.0.1"],
    ["127.0.0.1", "somebody", "127.0.0.1"],
    ["198.51.100.7", "203.0.113.9", "198.51.100.7"],
    ["", "203.0.113.9", ""],
  ])("%s says %s: %s", (socket, forwarded, reader) => {
    expect(readerAddress({ socket, forwarded, proxies })).toBe(reader);
  });
  test("nobody, unless an operator names proxies", () => {
    const nobody = readSettings(enough).proxies;
    expect(readerAddress({ socket: "127.0.0.1", forwarded: "6.6.6.6", proxies: nobody })).toBe("127.0.0.1");
    expect(() => readSettings({ ...enough, PROXIES: "10.0.0.0/33" })).toThrow(/PROXIES must name/);
  });
});

describe("the address of a page", () => {
  test.each([
    ["/blog/", { path: "/blog/", key: "/blog/" }],
    ["/blog/?utm_source=mail&fbclid=1", { path: "/blog/", key: "/blog/" }],
    ["/blog/?page=2&utm=x", { path: "/blog/", key: "/blog/?page=2" }],
    ["/blog/?page=1", { path: "/blog/", key: "/blog/" }],
    ["/blog/?page=-1", { path: "/blog/", key: "/blog/" }],
    ["/x/?comment=held&page=3", { path: "/x/", key: "/x/?page=3&comment=held" }],
    ["/x/?comment=%3Cb%3E&reply=no-uuid", { path: "/x/", key: "/x/" }],
    ["//evil.example/", { path: "/evil.example/", key: "/evil.example/" }],
    ["/\\evil.example/", { path: "/evil.example/", key: "/evil.example/" }],
    ["/a/../b/", { path: "/b/", key: "/b/" }],
    ["/%zz/", null],
    ["/media/..%2fsecret", null],
    ["/media/..%5Csecret", null],
    ["/x%00/", null],
    [`/${"x".repeat(2001)}`, null],
    ["http://evil.example/", null],
    ["*", null],
  ])("of %s", (target, address) => {
    expect(pageAddress(target)).toEqual(address);
  });
});

describe("settings", () => {
  const enough = {
    FRONTEND_SECRET: "0123456789abcdef",
    PUBLIC_URL: "https://blog.example/",
    ADMIN_URL: "https://admin.example/admin/",
    PORT: "4000",
  };

  test("are read from the environment", () => {
    expect(readSettings({ ...enough, BACKEND_URL: "http://10.0.0.2:8001/" })).toEqual({
      host: "127.0.0.1",
      port: 4000,
      backendUrl: "http://10.0.0.2:8001",
      publicOrigin: "https://blog.example",
      site: "blog.example",
      adminOrigin: "https://admin.example",
      proxies: new BlockList(),
      secret: "0123456789abcdef",
      cacheBytes: 64 * 1024 * 1024,
      metricsToken: "",
      logFormat: "plain",
    });
    expect(readSettings({ ...enough, NODE_ENV: "production" }).logFormat).toBe("json");
    expect(readSettings({ ...enough, NODE_ENV: "production", LOG_FORMAT: "plain" }).logFormat).toBe("plain");
    expect(readSettings({ ...enough, PAGE_CACHE_MB: "0" }).cacheBytes).toBe(0);
  });

  test.each([
    ["FRONTEND_SECRET", "short"],
    ["FRONTEND_SECRET", undefined],
    ["PORT", "eighty"],
    ["PAGE_CACHE_MB", "much"],
    ["LOG_FORMAT", "xml"],
    ["METRICS_TOKEN", "short"],
    ["PUBLIC_URL", "blog.example"],
    ["ADMIN_URL", "admin.example"],
    ["BACKEND_URL", "ftp://blog.example"],
  ])("name %s when it is %s", (name, value) => {
    expect(() => readSettings({ ...enough, [name]: value })).toThrow(name);
  });
});

test.each([
  ["/feeds/site/rss.xml", true],
  ["/de/feeds/site/rss.xml", true],
  ["/pt-br/feeds/category/x/feed.json", true],
  ["/sitemap-2.xml", true],
  ["/robots.txt", true],
  ["/blog/feeds/x/", false],
  ["/de/", false],
])("%s is made by the backend: %s", (path, made) => {
  expect(isMachineFile(path)).toBe(made);
});
