import { describe, expect, it } from "vitest";
import { direction, languageAt, number, plural } from "../../src/lib/language.ts";
import { CATALOGUES, type Texts, texts, textsIn } from "../../src/lib/texts.ts";

/** Returns every entry of a catalogue by its path, a sentence with parameters as it is for sample values. */
function entries(catalogue: unknown, path = ""): Map<string, string> {
  if (typeof catalogue === "string") return new Map([[path, catalogue]]);
  if (typeof catalogue === "function") {
    const sample = path.endsWith("found") ? [3, "3", "x"] : path.endsWith("credential") ? ["x", "y"] : [3, 4];
    const written =
      /footer|logo|playTold|opensOn|titleOf|nothing|without|permalink|reviewed|reply|replies|answering|bodyHint/i;
    return new Map([[path, String(catalogue(...(written.test(path) ? ["x"] : sample)))]]);
  }
  const found = new Map<string, string>();
  for (const [name, inner] of Object.entries(catalogue as object)) {
    for (const [key, value] of entries(inner, path ? `${path}.${name}` : name)) found.set(key, value);
  }
  return found;
}

/** What is the same word in two languages. */
const SHARED = new Set(["doi", "pubmed", "code", "name", "team", "ownSite", "credential", "search.kinds.tag"]);

describe.each(["de", "ar"])("the catalogue of %s", (language) => {
  const translated = entries(textsIn(language));
  const english = entries(texts);

  it("has the entries of the English one", () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("leaves nothing empty and nothing in English", () => {
    for (const [name, sentence] of translated) {
      expect(sentence.trim(), name).not.toBe("");
      if (!SHARED.has(name.replace(/\.\d+$/, ""))) expect(sentence, name).not.toBe(english.get(name));
    }
  });
});

describe("the language of a text", () => {
  it("is found for regional tags, and is English where there is no catalogue", () => {
    expect(textsIn("de-AT")).toBe(CATALOGUES.get("de"));
    expect(textsIn("fr")).toBe(texts);
    expect(textsIn(undefined)).toBe(texts);
    expect([direction("ar"), direction("de")]).toEqual(["rtl", "ltr"]);
  });

  it("follows from the front page a path is below", () => {
    const site = {
      languages: [
        { language: "en", path: "/" },
        { language: "de", path: "/de/" },
      ],
    };
    expect(["/de/x/", "/de", "/design/", "/"].map((path) => languageAt(path, site))).toEqual(["de", "de", "en", "en"]);
    expect(languageAt("/de/", null)).toBeUndefined();
  });
});

describe("numbers of things", () => {
  const counted = (language: string, counts: number[]) =>
    counts.map((count) => (textsIn(language) as Texts).commentCount(count));

  it("have the two forms of German", () => {
    expect(counted("de", [1, 2, 1234])).toEqual(["1 Kommentar", "2 Kommentare", "1.234 Kommentare"]);
  });

  it("have the six forms of Arabic", () => {
    const counts = [0, 1, 2, 3, 11, 100];
    const told = counted("ar", counts);
    expect(told).toEqual([
      "لا تعليقات",
      "تعليق واحد",
      "تعليقان",
      `${number(3, "ar")} تعليقات`,
      `${number(11, "ar")} تعليقًا`,
      `${number(100, "ar")} تعليق`,
    ]);
    expect(new Set(counts.map((count) => new Intl.PluralRules("ar").select(count))).size).toBe(6);
  });

  it("fall back to the form for all others", () => {
    expect(plural(2, "ar", { other: "%!" })).toBe(`${number(2, "ar")}!`);
  });
});
