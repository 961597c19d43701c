/** Astro's door to the page cache: it only invalidates; lifetimes and tags travel on the response as for a CDN. */
import type { CacheProviderFactory } from "astro";
import { pageCache } from "./shared-cache.ts";

const provider: CacheProviderFactory = () => ({
  name: "page-cache",
  async invalidate({ path, tags = [] }) {
    pageCache().purge({ tags: typeof tags === "string" ? [tags] : tags, paths: path === undefined ? [] : [path] });
  },
});

export default provider;
