/** The site's own colours and typefaces; its address names its content (lib/brand/stylesheet.ts). */
import type { APIRoute } from "astro";
import { siteSettings } from "../lib/api/client.ts";
import { brandCss, brandSheet, rememberedCss } from "../lib/brand/stylesheet.ts";

const HEADERS = { "content-type": "text/css; charset=utf-8" };
const FOR_GOOD = "public, max-age=31536000, immutable";

export const GET: APIRoute = async ({ params, cache }) => {
  const hash = params["hash"] ?? "";
  const settings = rememberedCss(hash) === undefined ? await siteSettings() : null;
  if (settings) brandSheet(settings);
  const css = rememberedCss(hash);
  if (css !== undefined) {
    cache.set({ maxAge: 3600, tags: ["brand"] });
    return new Response(css, { headers: { ...HEADERS, "cache-control": FOR_GOOD } });
  }
  // A page of an older hour asks, or another process made the address: today's colours are better than none.
  return new Response(settings ? brandCss(settings) : "", { headers: { ...HEADERS, "cache-control": "no-store" } });
};
