import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ModeColours, SiteFonts } from "../../src/lib/api/types.gen.ts";
import { fontFile } from "../../src/lib/brand/fonts.ts";
import { brandCss, brandSheet, rememberedCss } from "../../src/lib/brand/stylesheet.ts";
import { aSite } from "../samples.ts";

const PLUM: ModeColours = {
  paper: "#ffffff",
  surface: "#f6f3f5",
  ink: "#221122",
  soft: "#554455",
  line: "#dddddd",
  edge: "#857f85",
  link: "#7a1f5c",
  accent: "#e3b411",
  accent_ink: "#000000",
  tint: "#fbefc2",
  wrong: "#a0261a",
  action: "#7a1f5c",
  action_ink: "#ffffff",
};
const OURS: SiteFonts = { text: "source-serif", heading: "source-serif" };

test("a site that leaves everything as it is has no style sheet", () => {
  expect(brandCss(aSite())).toBe("");
  expect(brandSheet(aSite())).toBeNull();
});

test("colours stand in their mode under the names of the style sheet", () => {
  const css = brandCss(aSite({ colours: { light: PLUM, dark: null } }));
  expect(css).toMatch(/^@media not \(prefers-color-scheme:dark\)\{html:root\{.*--link:#7a1f5c.*\}\}$/);
  expect(css).toContain("--action-ink:#ffffff");
  const night = brandCss(aSite({ colours: { light: null, dark: PLUM } }));
  expect(night).toMatch(/^@media \(prefers-color-scheme:dark\)\{html:root\{/);
});

test("every colour is one that the style sheet has", () => {
  const css = brandCss(aSite({ colours: { light: PLUM, dark: null } }));
  const tokens = readFileSync(new URL("../../src/styles/tokens.css", import.meta.url), "utf8");
  const names = [...css.matchAll(/--([a-z-]+):#/g)].map((found) => found[1]);
  expect(names).toHaveLength(Object.keys(PLUM).length);
  for (const name of names) expect(tokens).toContain(`--${name}: #`);
});

test("what is no colour does not get into the style sheet", () => {
  const css = brandCss(aSite({ colours: { light: { ...PLUM, ink: "red}body{display:none" }, dark: null } }));
  expect(css).not.toContain("display");
  expect(css).toContain("--paper:#ffffff");
});

test("what a reader asks for outweighs the site's colours", () => {
  const tokens = readFileSync(new URL("../../src/styles/tokens.css", import.meta.url), "utf8");
  for (const query of ["(forced-colors: active)", "(prefers-contrast: more)"]) {
    expect(tokens).toContain(`@media ${query} {\n  :root:root {`);
  }
  const print = readFileSync(new URL("../../src/styles/print.css", import.meta.url), "utf8");
  expect(print).toContain("@media print {\n  :root:root {");
});

test("only the chosen typefaces are brought in, from our own origin, with stand-ins of their size", () => {
  const css = brandCss(aSite({ fonts: { text: "literata", heading: "source-sans" } }));
  expect(css).toContain(
    'html:root{--serif:"Literata","Literata Stand-in","Literata Stand-in 2",Georgia,serif;--heading:"Source Sans 3"',
  );
  const files = [...css.matchAll(/url\("([^"]+)"\)/g)].map((found) => found[1] ?? "");
  expect(files).toHaveLength(4);
  for (const file of files)
    expect(file).toMatch(/^\/.*(literata|source-sans-3)-latin-wght-(normal|italic)[^/]*\.woff2$/);
  expect(css).toContain("size-adjust:106.7%");
  expect(css).not.toContain("Newsreader");
});

test("one typeface for both is brought in once", () => {
  const css = brandCss(aSite({ fonts: { text: "newsreader", heading: "newsreader" } }));
  expect(css.match(/url\(/g)).toHaveLength(2);
  expect(css).not.toContain("--heading");
});

test("headings may keep our typeface when the text has another", () => {
  const css = brandCss(aSite({ fonts: { text: "system", heading: "source-serif" } }));
  expect(css).toBe(
    'html:root{--serif:ui-serif,Georgia,"Times New Roman","Liberation Serif",serif;--heading:"Source Serif 4","Serif Fallback","Serif Fallback Times",Georgia,serif}',
  );
});

test.each<[SiteFonts["text"], RegExp | null]>([
  ["source-serif", /source-serif-4-latin-wght-normal/],
  ["literata", /literata-latin-wght-normal/],
  ["newsreader", /newsreader-latin-wght-normal/],
  ["source-sans", /source-sans-3-latin-wght-normal/],
  ["atkinson-hyperlegible", /atkinson-hyperlegible-next-latin-wght-normal/],
  ["system", null],
])("%s names the file to fetch first", (font, file) => {
  if (file) expect(fontFile(font)).toMatch(file);
  else expect(fontFile(font)).toBeNull();
});

test("the address names the content, and is remembered", () => {
  const plum = aSite({ colours: { light: PLUM, dark: null } });
  const address = brandSheet(plum) ?? "";
  expect(address).toMatch(/^\/brand\.[\w-]{12}\.css$/);
  expect(brandSheet(aSite({ ...plum, name: "Another name" }))).toBe(address);
  expect(rememberedCss(address.slice(7, 19))).toBe(brandCss(plum));
  const other = brandSheet(aSite({ colours: { light: { ...PLUM, ink: "#000000" }, dark: null } }));
  expect(other).not.toBe(address);
  for (let count = 0; count < 20; count += 1) {
    const ink = `#0000${String(10 + count)}`;
    brandSheet(aSite({ colours: { light: { ...PLUM, ink }, dark: null }, fonts: OURS }));
  }
  expect(rememberedCss(address.slice(7, 19))).toBeUndefined();
});
