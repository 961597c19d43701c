/** The files of the built site, in memory and packed once. */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Page } from "./page-cache.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};
const PACKED = new Set([".css", ".js", ".svg", ".txt"]);

/** Returns every file below `folder` by its path on the site. Files with a hash in their name never change. */
export function readAssets(folder: string): ReadonlyMap<string, Page> {
  const assets = new Map<string, Page>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    const extension = extname(file);
    const body = readFileSync(file);
    assets.set(path, {
      status: 200,
      headers: {
        "content-type": TYPES[extension] ?? "application/octet-stream",
        "cache-control": path.startsWith("/_astro/") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
      },
      etag: null,
      identity: body,
      gzip: PACKED.has(extension) ? gzipSync(body, { level: 9 }) : null,
      brotli: PACKED.has(extension) ? brotliCompressSync(body) : null,
    });
  }
  return assets;
}
