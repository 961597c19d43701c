import { expect, test } from "vitest";
import { unlockCookie, unlockToken } from "../../server/unlock-cookie.ts";

const UNLOCKED = { token: "abc:1x:d-_", paths: ["/blog/club/", "/über/"], expires_at: "2026-05-01T20:00:00Z" };
const cookie = unlockCookie(UNLOCKED, { secure: true });
const header = `theme=dark; ${cookie.split(";")[0]}`;

test("the cookie is ours alone and ends with the token", () => {
  expect(cookie).toContain("; Path=/; Expires=Fri, 01 May 2026 20:00:00 GMT; HttpOnly; SameSite=Lax; Secure");
  expect(unlockCookie(UNLOCKED, { secure: false })).not.toContain("Secure");
});

test.each([
  ["/blog/club/", UNLOCKED.token],
  ["/blog/club", UNLOCKED.token],
  ["/blog/club/letter/", UNLOCKED.token],
  ["/%C3%BCber/uns/", UNLOCKED.token],
  ["/blog/", ""],
  ["/blog/clubhouse/", ""],
  ["/", ""],
])("at %s", (path, token) => {
  expect(unlockToken(header, path)).toBe(token);
});

test("a form may be about any page", () => {
  expect(unlockToken(header, null)).toBe(UNLOCKED.token);
});

test.each([undefined, "", "unlock=", "unlock=nonsense", `unlock=${"a".repeat(5000)}`, "other=1"])(
  "not from %s",
  (value) => {
    expect(unlockToken(value, null)).toBe("");
  },
);

test("nothing that could end a header is handed on", () => {
  const value = Buffer.from(JSON.stringify({ token: "a\r\nb: c", paths: ["/"] })).toString("base64url");
  expect(unlockToken(`unlock=${value}`, "/")).toBe("");
});
