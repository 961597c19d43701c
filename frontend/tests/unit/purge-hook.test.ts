import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { PurgeHook } from "../../server/purge-hook.ts";

const SECRET = "a secret for the tests";
const NOW = 1_790_000_000;

function sign(body: string, at = NOW, secret = SECRET): string {
  const hex = createHmac("sha256", secret).update(`purge;${at};${body}`).digest("hex");
  return `t=${at},v1=${hex}`;
}

function judge(body: string, signature: string | undefined, now = NOW) {
  return new PurgeHook({ secret: SECRET, now: () => now * 1000 }).judge({ signature, body: Buffer.from(body) });
}

const BODY = '{"keys": ["page:12", "comments:12"], "paths": ["/blog/x/"], "gone": ["page:12"]}';

describe("the purge hook", () => {
  test("believes a signed message", () => {
    expect(judge(BODY, sign(BODY))).toEqual({
      kind: "purge",
      purge: { tags: ["page:12", "comments:12"], paths: ["/blog/x/"], gone: ["page:12"] },
    });
  });

  test.each([
    ["no signature", BODY, undefined],
    ["a signature of another shape", BODY, "v1=abc"],
    ["another secret", BODY, sign(BODY, NOW, "another secret altogether")],
    ["an altered body", BODY.replace("12", "13"), sign(BODY)],
    ["an altered time", BODY, sign(BODY).replace(`t=${NOW}`, `t=${NOW + 1}`)],
    ["a signature cut short", BODY, sign(BODY).slice(0, -1)],
  ])("refuses %s", (_, body, signature) => {
    expect(judge(body, signature)).toEqual({ kind: "refused" });
  });

  test.each([
    [300, "purge"],
    [301, "refused"],
    [-300, "purge"],
    [-301, "refused"],
  ])("at an age of %i s the verdict is %s", (age, kind) => {
    expect(judge(BODY, sign(BODY, NOW), NOW + age).kind).toBe(kind);
  });

  test("does nothing for a message repeated, and refuses it when it is old", () => {
    let now = NOW;
    const hook = new PurgeHook({ secret: SECRET, now: () => now * 1000 });
    const message = { signature: sign(BODY), body: Buffer.from(BODY) };
    expect(hook.judge(message).kind).toBe("purge");
    now += 200;
    expect(hook.judge(message).kind).toBe("repeated");
    now += 101;
    expect(hook.judge(message).kind).toBe("refused");
  });

  test.each(["", "[]x", "null", '{"keys": "page:1"}', '{"paths": [1]}', '{"gone": "x"}'])(
    "says that %j is no message",
    (body) => {
      expect(judge(body, sign(body)).kind).toBe("malformed");
    },
  );
});
