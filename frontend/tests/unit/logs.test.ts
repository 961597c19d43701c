import { describe, expect, test } from "vitest";
import { jsonLine, safePath, scrubbed } from "../../server/logs.ts";
import { follow, requestId, requestIdFrom, trailHeader } from "../../server/trail.ts";

describe("what is left out of a line", () => {
  test.each([
    ["mail to ada@example.org failed", "mail to …@… failed"],
    ["connect ECONNREFUSED 10.0.0.4:8001", "connect ECONNREFUSED (address):8001"],
    ["from 2001:db8::17, on ::1 and 127.0.0.1:8000", "from (address), on ::1 and 127.0.0.1:8000"],
    ["/identity/confirm/?token=eyJh.b:1w:xyz&a=b: status 503", "/identity/confirm/?… status 503"],
    ["bad eyJhIjoxfQ:1tYzAB:cDEF0123456789abcdefgh here", "bad … here"],
    ["/comments/0b3f6a7e-9f1c-4b9e-8a21-3d1b7c9f0a11/ at 12:30:45", null],
  ])("%s", (text, told) => {
    expect(scrubbed(text)).toBe(told ?? text);
  });

  test.each([
    ["/blog/?utm=ada@example.org", "/blog/"],
    ["/preview/eyJh:1wX:abc/?x=1", "/preview/…"],
    ["/x/Ij9A1tYzABcDEF0123456789abcdefghijklmnop/", "/x/…/"],
  ])("of %s", (target, path) => {
    expect(safePath(target)).toBe(path);
  });
});

test.each(["a-", "a:", "a=", "A1=", "A1:", "token-", "a@", "1.", ":", "/A1", "?a"])(
  "no path takes long: %s",
  (part) => {
    const started = process.cpuUsage();
    scrubbed(part.repeat(20_000).slice(0, 20_000));
    expect(process.cpuUsage(started).user).toBeLessThan(500_000);
  },
);

test("nothing in a line can end it", () => {
  const hostile = 'x\n{"level":"error"}\r\u001b[31m\u0085\u2028\u202e\ud800"';
  const line = jsonLine("error", [hostile, new Error(`${hostile} ada@example.org`)]);
  expect(line).toMatch(/^[\x20-\x7e]+$/);
  const told = JSON.parse(line);
  expect(told.message).toContain('x\n{"level":"error"}');
  expect(told.exception).toContain("logs.test.ts");
  expect(line).not.toContain("ada@");
});

describe("the id of a request", () => {
  test.each(["127.0.0.1", "::1", "::ffff:10.0.0.4", "192.168.3.4", "fd00::7", undefined])(
    "is taken from %s",
    (socket) => {
      expect(requestIdFrom("a1b2c3d4-e5", socket)).toBe("a1b2c3d4-e5");
    },
  );

  test.each([
    ["a1b2c3d4-e5", "198.51.99.7"],
    ["a1b2c3d4-e5", "::ffff:198.51.99.7"],
    ["a1b2c3d4-e5", "2a00::1"],
    ["short", "127.0.0.1"],
    ["x".repeat(65), "127.0.0.1"],
    ["a1b2c3d4\nforged", "127.0.0.1"],
    [undefined, "127.0.0.1"],
  ])("%s is not believed of %s", (header, socket) => {
    const id = requestIdFrom(header, socket);
    expect(id).toMatch(/^[\da-f]{32}$/);
    expect(id).not.toBe(requestIdFrom(header, socket));
  });

  test("is told to the backend and in lines while the request is under way", async () => {
    await follow("a1b2c3d4", async () => {
      await Promise.resolve();
      expect(trailHeader()).toEqual({ "x-request-id": "a1b2c3d4" });
      expect(JSON.parse(jsonLine("info", ["x"])).request_id).toBe("a1b2c3d4");
    });
    expect(requestId()).toBe("");
    expect(trailHeader()).toEqual({});
  });
});
