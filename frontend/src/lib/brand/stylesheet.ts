/**
 * The site's own colours and typefaces as a style sheet at an address that names its content.
 *
 * The policy allows no style in a page, and what never changes at its address is kept by browsers for good.
 */
import { createHash } from "node:crypto";
import type { ModeColours, SiteFonts, SiteSettings } from "../api/types.gen.ts";
import { fontRules, fontStack } from "./fonts.ts";

/** Sheets that pages in caches may still ask for. */
const REMEMBERED = 20;
/** Outweighs `:root`, which has our colours, and not `:root:root`, which has what a reader asks for, in any order. */
const ROOT = "html:root";
const COLOUR = /^#[\da-f]{6}$/;

const remembered = new Map<string, string>();

/** Returns the style sheet, empty if the site leaves everything as it is. */
export function brandCss({ colours, fonts }: Pick<SiteSettings, "colours" | "fonts">): string {
  const { light, dark } = colours;
  return [
    light && `@media not (prefers-color-scheme:dark){${ROOT}{${colourRules(light)}}}`,
    dark && `@media (prefers-color-scheme:dark){${ROOT}{${colourRules(dark)}}}`,
    ...[...new Set([fonts.text, fonts.heading])].map(fontRules),
    chosen(fonts),
  ]
    .filter(Boolean)
    .join("\n");
}

/** Returns where pages find the style sheet of the site, or null if it needs none. */
export function brandSheet(settings: SiteSettings): string | null {
  const css = brandCss(settings);
  if (!css) return null;
  const hash = createHash("sha256").update(css).digest("base64url").slice(0, 12);
  remembered.delete(hash);
  remembered.set(hash, css);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) break;
    remembered.delete(oldest);
  }
  return `/brand.${hash}.css`;
}

/** Returns the style sheet of that hash, if this process has made it. */
export function rememberedCss(hash: string): string | undefined {
  return remembered.get(hash);
}

function colourRules(colours: ModeColours): string {
  return Object.entries(colours)
    .filter(([, colour]) => COLOUR.test(colour))
    .map(([name, colour]) => `--${name.replaceAll("_", "-")}:${colour}`)
    .join(";");
}

function chosen({ text, heading }: SiteFonts): string {
  const ours = '"Source Serif 4","Serif Fallback","Serif Fallback Times",Georgia,serif';
  const rules: string[] = [];
  const stack = fontStack(text);
  if (stack) rules.push(`--serif:${stack}`);
  if (heading !== text) rules.push(`--heading:${fontStack(heading) ?? ours}`);
  return rules.length > 0 ? `${ROOT}{${rules.join(";")}}` : "";
}
