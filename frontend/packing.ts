/** Packs the built files once, when the site is built: starting it only reads them. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { AstroIntegration } from "astro";

const TEXT: ReadonlySet<string> = new Set([".css", ".js", ".svg", ".txt"]);

/** Puts beside every text file that browsers fetch its copies ".gz" and ".br", as small as can be. */
export function packing(): AstroIntegration {
  return {
    name: "packing",
    hooks: {
      "astro:build:done": ({ dir }) => {
        for (const entry of readdirSync(fileURLToPath(dir), { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !TEXT.has(extname(entry.name))) continue;
          const file = join(entry.parentPath, entry.name);
          const body = readFileSync(file);
          writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
          writeFileSync(`${file}.br`, brotliCompressSync(body));
        }
      },
    },
  };
}
