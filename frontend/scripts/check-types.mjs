/** Fails if src/lib/api/types.gen.ts is not what openapi.json gives. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const committed = new URL("../src/lib/api/types.gen.ts", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "types-"));
try {
  execFileSync("npx", ["openapi-ts"], { env: { ...process.env, TYPES_FOLDER: folder }, stdio: "pipe" });
  if (readFileSync(join(folder, "types.gen.ts"), "utf8") !== readFileSync(committed, "utf8")) {
    console.error("src/lib/api/types.gen.ts is out of date: run `npm run types` and commit what changed.");
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
