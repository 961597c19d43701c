/** The one page cache of this process. */
import { limitsOf, PageCache } from "./page-cache.ts";
import { readSettings } from "./settings.ts";

// The server and the built site each carry a copy of this module; the registry of symbols makes them share one object.
const PLACE = Symbol.for("motacilla.page-cache");
const shelf = globalThis as { [PLACE]?: PageCache };

export function pageCache(): PageCache {
  shelf[PLACE] ??= new PageCache({ limits: limitsOf(readSettings().cacheBytes) });
  return shelf[PLACE];
}
