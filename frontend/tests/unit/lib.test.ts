import { describe, expect, test, vi } from "vitest";
import { ApiProblem, ApiUnavailable } from "../../src/lib/api/client.ts";
import { calendarDay, day, direction, initial, minute, number, plural } from "../../src/lib/language.ts";
import { lifetime } from "../../src/lib/lifetime.ts";
import { neighbours } from "../../src/lib/paging.ts";
import { fieldsOf, formStateOf, keyFor, NO_FIELDS, ownPath, sentForm } from "../../src/lib/submission.ts";
import { texts } from "../../src/lib/texts.ts";
import { OPEN } from "../samples.ts";

describe("the key of a plain form", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  const fields = { ...NO_FIELDS, body: "Text", name: "Jo" };
  const key = (changes: Partial<Parameters<typeof keyFor>[0]> = {}) =>
    keyFor({ page: 1, fields, readerAddress: "192.0.2.1;1;ab", secret: "s", now, ...changes });

  test("is a UUID, the same for the same words of the same reader on the same day", () => {
    expect(key()).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(key({ readerAddress: "192.0.2.1;99;cd", now: now + 60_000 })).toBe(key());
  });

  test.each([
    { page: 2 },
    { fields: { ...fields, body: "Text." } },
    { fields: { ...fields, parent: "x" } },
    { readerAddress: "192.0.2.2;1;ab" },
    { secret: "t" },
    { now: now + 86_400_000 },
  ])("is another one for %j", (changes) => {
    expect(key(changes)).not.toBe(key());
  });
});

describe("a posted form", () => {
  test("has line ends as they were typed, and empty text for what is missing", () => {
    const form = new FormData();
    form.set("body", "one\r\ntwo\rthree");
    form.set("name", new File(["x"], "x"));
    expect(fieldsOf(form)).toEqual({ ...NO_FIELDS, body: "one\ntwo\nthree" });
  });

  test("is sent without what is optional and empty", () => {
    expect(sentForm({ ...NO_FIELDS, body: "b" }, "k")).toEqual({ body: "b", name: "", email: "", key: "k" });
    expect(sentForm({ ...NO_FIELDS, website: "w", parent: "p" }, "k")).toMatchObject({ website: "w", parent: "p" });
    expect(sentForm({ ...NO_FIELDS, form: "f", subject: "s" }, "k")).toMatchObject({ form: "f", trap: "s" });
  });

  test.each([
    ["/blog/x/", "/blog/x/"],
    ["/", "/"],
    ["//evil.example", null],
    ["/\\evil.example", null],
    ["https://evil.example", null],
    ["/a b", null],
    ["/a\nb", null],
    ["/x/?a=1", null],
    ["null", null],
    ["/%", null],
    ["/%C3%28/", null],
  ])("may lead back to %j: %j", (path, safe) => {
    expect(ownPath(path)).toBe(safe);
  });
});

describe("after an error the form", () => {
  const problem = (errors: unknown[]) => new ApiProblem(400, { message: "Said by the API.", errors });

  test("marks fields that can be seen", () => {
    const state = formStateOf(NO_FIELDS, problem([{ field: "email", code: "x", message: "No address." }]), texts);
    expect(state.errors).toEqual({ email: "No address." });
    expect(state.message).toContain("marked fields");
  });

  test.each([[[]], [[{ field: "parent", code: "too-deep", message: "Too deep." }]]])(
    "says what the API says when no field can be marked: %j",
    (errors) => {
      expect(formStateOf(NO_FIELDS, problem(errors), texts).message).toBe("Said by the API.");
    },
  );

  test("asks for patience when the backend is away", () => {
    expect(formStateOf(NO_FIELDS, new ApiUnavailable("x"), texts).message).toContain("try again");
  });
});

describe("a page is kept", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");

  test("no longer than its comments stay as they are", () => {
    expect(lifetime({ ...OPEN, closes_at: "2026-03-01T12:01:00Z" }, now)).toEqual({ maxAge: 60, swr: 0 });
    expect(lifetime({ ...OPEN, opens_at: "2026-03-01T12:00:10Z", closes_at: "2026-03-01T12:01:00Z" }, now).maxAge).toBe(
      10,
    );
  });

  test("for the usual time when nothing changes soon", () => {
    const usual = lifetime(null, now);
    expect(usual.swr).toBeGreaterThan(0);
    expect(lifetime({ ...OPEN, opens_at: "2026-02-01T12:00:00Z", closes_at: "2026-12-01T12:00:00Z" }, now)).toEqual(
      usual,
    );
  });
});

test.each([
  [1, 1, [1]],
  [1, 3, [1, 2, 3]],
  [5, 9, [1, null, 4, 5, 6, null, 9]],
  [4, 9, [1, 2, 3, 4, 5, null, 9]],
  [3, 9, [1, 2, 3, 4, null, 9]],
  [9, 9, [1, null, 8, 9]],
])("from page %i of %i there are links to %j", (page, pages, numbers) => {
  expect(neighbours(page, pages)).toEqual(numbers);
});

test("dates and direction follow the language", () => {
  expect(day("2026-03-01T23:30:00Z", "en")).toBe("March 1, 2026");
  expect(day("2026-03-01T23:30:00Z", "de")).toBe("1. März 2026");
  expect(minute("2026-03-01T09:05:00Z", "de")).toBe("01.03.2026, 09:05");
  expect([direction("en-GB"), direction("ar"), direction("he-IL")]).toEqual(["ltr", "rtl", "rtl"]);
});

describe("words and numbers of a language", () => {
  test("are made by one formatter of each kind, however often they are asked for", () => {
    const write = (locale: string) => [
      day("2026-03-01T12:00:00Z", locale),
      minute("2026-03-01T12:00:00Z", locale),
      calendarDay("2026-03-01", locale),
      plural(2000, locale, { one: "% comment", other: "% comments" }),
      number(2000, locale),
    ];
    const before = [write("en"), write("de")];
    expect(before[0]).not.toEqual(before[1]);
    const kinds = ["DateTimeFormat", "NumberFormat", "PluralRules"] as const;
    const made = kinds.map((kind) => vi.spyOn(Intl, kind));
    expect([write("en"), write("de")]).toEqual(before);
    for (const each of made) expect(each).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  test.each([
    ["jo", "J"],
    ["  éva", "É"],
    ["👩‍🔬 Ada", "👩‍🔬"],
    ["ßen", "SS"],
    [" ", ""],
  ])("the first letter of %j is %j", (name, letter) => {
    expect(initial(name)).toBe(letter);
  });
});
