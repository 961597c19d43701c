/** The files of the built site, in memory, with the packed copies that the build put beside them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { Page } from "./page-cache.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};
const COPIES: ReadonlySet<string> = new Set([".gz", ".br"]);

/** Returns every file below `folder` by its path on the site. Files with a hash in their name never change. */
export function readAssets(folder: string): ReadonlyMap<string, Page> {
  const assets = new Map<string, Page>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const extension = extname(file);
    if (COPIES.has(extension)) continue;
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    assets.set(path, {
      status: 200,
      headers: {
        "content-type": TYPES[extension] ?? "application/octet-stream",
        "cache-control": path.startsWith("/_astro/") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
      },
      etag: null,
      identity: readFileSync(file),
      gzip: copyOf(`${file}.gz`),
      brotli: copyOf(`${file}.br`),
    });
  }
  return assets;
}

function copyOf(file: string): Buffer | null {
  return existsSync(file) ? readFileSync(file) : null;
}
