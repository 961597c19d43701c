import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, inject, onTestFinished, test } from "vitest";
import { readAssets } from "../../server/assets.ts";

const built = inject("built");

test("the build packs every text file, and no copy has an address of its own", () => {
  const assets = [...readAssets(join(built, "client"))];
  const texts = assets.filter(([path]) => [".css", ".js", ".svg", ".txt"].includes(extname(path)));
  expect(texts.map(([path]) => extname(path))).toEqual(expect.arrayContaining([".css", ".js", ".svg", ".txt"]));
  for (const [path, { identity, gzip, brotli }] of texts) {
    expect(gzip && gunzipSync(gzip), path).toEqual(identity);
    expect(brotli && brotliDecompressSync(brotli), path).toEqual(identity);
  }
  expect(assets.filter(([path]) => [".br", ".gz"].includes(extname(path)))).toEqual([]);
  for (const [path, { gzip, brotli }] of assets.filter(([path]) => path.endsWith(".woff2"))) {
    expect([gzip, brotli], path).toEqual([null, null]);
  }
});

test("the site starts without a word to the backend, and keeps what Node has compiled for the next start", async () => {
  let asked = 0;
  const backend = createServer(() => {
    asked += 1;
  }).listen(0, "127.0.0.1");
  await once(backend, "listening");
  const folder = mkdtempSync(join(tmpdir(), "start-"));
  let site: ChildProcess | null = null;
  onTestFinished(() => {
    site?.kill("SIGKILL");
    backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(fileURLToPath(new URL("../../server", import.meta.url)), join(folder, "server"), { recursive: true });
  cpSync(join(built, "client"), join(folder, "dist", "client"), { recursive: true });
  symlinkSync(join(built, "server"), join(folder, "dist", "server"));
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  const { port } = backend.address() as AddressInfo;
  const env = { ...process.env, NODE_ENV: "production", PORT: "0", BACKEND_URL: `http://127.0.0.1:${port}` };
  const begun = spawn(process.execPath, ["server/main.ts"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  site = begun;

  const [line] = (await once(createInterface(begun.stdout), "line")) as [string];
  const address = /\(listening on (\S+)\)/.exec(line)?.[1] ?? "";
  const answer = await fetch(`http://localhost:${address.split(":").at(-1)}/healthz`);
  expect(answer.status).toBe(200);
  expect(asked).toBe(0);
  begun.kill("SIGTERM");
  expect(await once(begun, "exit")).toEqual([0, null]);
  expect(readdirSync(join(folder, "dist", ".compiled"), { recursive: true }).length).toBeGreaterThan(10);
}, 30_000);
