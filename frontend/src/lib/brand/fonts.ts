/** The typefaces a site may choose, with files of our own origin, and what stands in until they are here. */
import atkinsonItalic from "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-italic.woff2?url";
import atkinson from "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url";
import literataItalic from "@fontsource-variable/literata/files/literata-latin-wght-italic.woff2?url";
import literata from "@fontsource-variable/literata/files/literata-latin-wght-normal.woff2?url";
import newsreaderItalic from "@fontsource-variable/newsreader/files/newsreader-latin-wght-italic.woff2?url";
import newsreader from "@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2?url";
import sourceSansItalic from "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-italic.woff2?url";
import sourceSans from "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2?url";
import sourceSerif from "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url";
import type { SiteFonts } from "../api/types.gen.ts";

export type Font = SiteFonts["text"];

interface Face {
  family: string;
  kind: "serif" | "sans";
  normal: string;
  italic: string;
  /** In em: a letter of English text on average, and the reach above and below the line. Measured at weight 400. */
  advance: number;
  ascent: number;
  descent: number;
}

/** Faces of the reader's own, and the same measure of theirs. */
const STAND_INS = {
  serif: [
    { names: ["Georgia"], advance: 0.435 },
    { names: ["Times New Roman", "Liberation Serif"], advance: 0.394 },
  ],
  sans: [{ names: ["Arial", "Liberation Sans"], advance: 0.432 }],
};

const LATIN =
  "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";

const SYSTEM = 'ui-serif,Georgia,"Times New Roman","Liberation Serif",serif';

/** Those whose rules the generated style sheet carries; `source-serif` stands in fonts.css, `system` has no files. */
const FACES: Readonly<Record<Exclude<Font, "source-serif" | "system">, Face>> = {
  literata: {
    family: "Literata",
    kind: "serif",
    normal: literata,
    italic: literataItalic,
    advance: 0.464,
    ascent: 1.177,
    descent: 0.308,
  },
  newsreader: {
    family: "Newsreader",
    kind: "serif",
    normal: newsreader,
    italic: newsreaderItalic,
    advance: 0.413,
    ascent: 0.735,
    descent: 0.265,
  },
  "source-sans": {
    family: "Source Sans 3",
    kind: "sans",
    normal: sourceSans,
    italic: sourceSansItalic,
    advance: 0.405,
    ascent: 1.024,
    descent: 0.4,
  },
  "atkinson-hyperlegible": {
    family: "Atkinson Hyperlegible Next",
    kind: "sans",
    normal: atkinson,
    italic: atkinsonItalic,
    advance: 0.431,
    ascent: 0.984,
    descent: 0.316,
  },
};

/** Returns the file to fetch before anything else, or null if the reader has the typeface. */
export function fontFile(font: Font): string | null {
  if (font === "system") return null;
  return font === "source-serif" ? sourceSerif : FACES[font].normal;
}

/** Returns the value of font-family, or null for the one the style sheet has anyway. */
export function fontStack(font: Font): string | null {
  if (font === "source-serif") return null;
  if (font === "system") return SYSTEM;
  const { family, kind } = FACES[font];
  const standIns = STAND_INS[kind].map((_, place) => `"${standIn(family, place)}"`);
  return [`"${family}"`, ...standIns, kind === "serif" ? "Georgia,serif" : "Arial,sans-serif"].join(",");
}

/** Returns the rules that bring the typeface in, and those that stretch the reader's own faces to its size. */
export function fontRules(font: Font): string {
  if (font === "source-serif" || font === "system") return "";
  const { family, kind, normal, italic, advance, ascent, descent } = FACES[font];
  const own = [
    ["normal", normal],
    ["italic", italic],
  ].map(
    ([style, file]) =>
      `@font-face{font-display:swap;font-family:"${family}";font-style:${style};font-weight:200 800;src:url("${file}") format("woff2");unicode-range:${LATIN}}`,
  );
  const others = STAND_INS[kind].map(({ names, advance: theirs }, place) => {
    const size = advance / theirs;
    const local = names.map((name) => `local("${name}")`).join(",");
    return `@font-face{ascent-override:${percent(ascent / size)};descent-override:${percent(descent / size)};font-family:"${standIn(family, place)}";line-gap-override:0%;size-adjust:${percent(size)};src:${local}}`;
  });
  return [...own, ...others].join("");
}

function standIn(family: string, place: number): string {
  return `${family} Stand-in${place > 0 ? ` ${place + 1}` : ""}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
