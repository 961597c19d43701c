import { describe, expect, test } from "vitest";
import {
  endedCookies,
  guestCookie,
  hasLiked,
  hasWritten,
  identityIn,
  NOBODY,
  ownCookie,
  readerCookie,
} from "../../server/reader-cookies.ts";

const secure = { secure: true };
const value = (cookie: string) => cookie.split(";")[0] ?? "";

describe("a reader who is signed in", () => {
  const cookie = readerCookie({ token: "abc:def-1", expires_at: "2027-01-01T00:00:00Z" }, secure);

  test("is kept where no script reads it, until the token ends", () => {
    expect(cookie).toBe(
      "reader=abc:def-1; Expires=Fri, 01 Jan 2027 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax; Secure",
    );
    expect(identityIn(`a=1; ${value(cookie)}`, null).reader).toBe("abc:def-1");
  });

  test("is forgotten on leaving", () => {
    for (const ended of endedCookies(secure)) expect(ended).toMatch(/^(reader|own|guest)=; Max-Age=0; Path=\//);
  });

  test.each(["reader=%61", "reader=", "reader=<x>", "xreader=abc", `reader=${"x".repeat(600)}`])(
    "is nobody with %s",
    (header) => {
      expect(identityIn(header, null)).toEqual(NOBODY);
    },
  );
});

describe("a guest", () => {
  const one = value(ownCookie(undefined, { token: "one:1", path: "/a/" }, secure));
  const two = value(ownCookie(one, { token: "two:2", path: "/b/" }, secure));

  test("is known on the pages they wrote on, and nowhere else", () => {
    expect(identityIn(two, "/a/").authors).toBe("one:1");
    expect(identityIn(two, "/b/").authors).toBe("two:2");
    expect(identityIn(two, "/c/")).toEqual(NOBODY);
    expect(identityIn(two, null).authors).toBe("two:2,one:1");
    expect(hasWritten(two, "/a/")).toBe(true);
    expect(hasWritten(two, "/c/")).toBe(false);
  });

  test("keeps the newest only, and never more than a cookie holds", () => {
    let header: string | undefined;
    for (let number = 0; number < 30; number += 1) {
      header = value(ownCookie(header, { token: `${"t".repeat(400)}:${number}`, path: `/${number}/` }, secure));
      expect(header.length).toBeLessThan(4096);
    }
    expect(hasWritten(header, "/29/")).toBe(true);
    expect(hasWritten(header, "/1/")).toBe(false);
  });

  test("has written here even where a signed-in reader needs no token", () => {
    const header = value(ownCookie(undefined, { token: "", path: "/a/" }, secure));
    expect(hasWritten(header, "/a/")).toBe(true);
    expect(identityIn(header, "/a/").authors).toBe("");
  });

  test.each(["own=!!", "own=bm8", `own=${Buffer.from('{"a":1}').toString("base64url")}`, `own=${"x".repeat(5000)}`])(
    "is nobody with %s",
    (header) => {
      expect(identityIn(header, null)).toEqual(NOBODY);
    },
  );

  test("hands on no token that could end a header", () => {
    const evil = Buffer.from(JSON.stringify([{ token: "a\r\nX: 1", path: "/a/" }])).toString("base64url");
    expect(identityIn(`own=${evil}`, "/a/")).toEqual(NOBODY);
  });
});

describe("a guest who likes", () => {
  const first = guestCookie(undefined, null, secure);

  test("keeps one key, which no script reads", () => {
    expect(first.cookie).toMatch(/^guest=[\da-f-]{36}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const again = guestCookie(value(first.cookie), "/a/", secure);
    expect(again.key).toBe(first.key);
    expect(identityIn(value(again.cookie), "/elsewhere/").guest).toBe(first.key);
  });

  test("has the likes of a page drawn where they gave them by a plain form, and the newest pages only", () => {
    expect(hasLiked(value(first.cookie), "/a/")).toBe(false);
    let header = value(first.cookie);
    for (let number = 0; number < 40; number += 1) header = value(guestCookie(header, `/${number}/`, secure).cookie);
    expect([hasLiked(header, "/39/"), hasLiked(header, "/0/"), hasLiked(header, "/40/")]).toEqual([true, false, false]);
    expect(header.length).toBeLessThan(500);
    const twice = value(guestCookie(header, "/39/", secure).cookie);
    expect(twice).toBe(header);
  });

  test.each(["guest=", "guest=x", "guest=00000000-0000-4000-8000-00000000000g:1", "guest=<b>"])(
    "is nobody with %s, and gets a key of their own",
    (header) => {
      expect(identityIn(header, null)).toEqual(NOBODY);
      expect(guestCookie(header, null, secure).key).toMatch(/^[\da-f-]{36}$/);
    },
  );
});
