/** Builds the site once for the tests that talk to it as a browser does. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the built site. */
    built: string;
  }
}

export default function build(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "site-"));
  const root = fileURLToPath(new URL("..", import.meta.url));
  const astro = join(root, "node_modules", "astro", "bin", "astro.mjs");
  const env = { ...process.env, NODE_ENV: "production", ASTRO_TELEMETRY_DISABLED: "1" };
  execFileSync(process.execPath, [astro, "build", "--outDir", folder], { cwd: root, env, stdio: "pipe" });
  project.provide("built", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
