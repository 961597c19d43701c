/** The process of the public site, from its settings to the last answer after SIGTERM. */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { readAssets } from "./assets.ts";
import { speakJson } from "./logs.ts";
import type { SiteHandler } from "./rendering.ts";
import { readSettings, SettingsError } from "./settings.ts";
import { pageCache } from "./shared-cache.ts";
import { siteListener } from "./site.ts";

const BUILD = new URL("../dist/", import.meta.url);
/** Milliseconds that running answers get to finish after SIGTERM: longer than any of them waits for the backend. */
const FAREWELL = 20_000;
/** Milliseconds between two looks for connections whose last answer is sent: browsers and proxies keep them open. */
const LOOK = 50;

function quit(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function settingsOrQuit() {
  try {
    return readSettings();
  } catch (error) {
    if (error instanceof SettingsError) quit(error.message);
    throw error;
  }
}

/** Answers readers until it is told to stop; asks the backend for nothing before a reader does. */
export async function serve(): Promise<void> {
  const settings = settingsOrQuit();
  if (settings.logFormat === "json") speakJson();
  const entry = new URL("server/entry.mjs", BUILD);
  if (!existsSync(entry)) quit("The site is not built yet: run `npm run build` first.");
  const { handler } = (await import(entry.href)) as { handler: SiteHandler };
  const assets = readAssets(fileURLToPath(new URL("client/", BUILD)));
  const server = createServer(siteListener({ settings, cache: pageCache(), assets, handler }));

  server.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE") quit(`Port ${settings.port} is taken: set PORT to another one.`);
    throw error;
  });
  server.listen(settings.port, settings.host, () => {
    const place = server.address();
    const port = typeof place === "object" && place ? place.port : settings.port;
    console.log(`Reading at ${settings.publicOrigin} (listening on ${settings.host}:${port})`);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      console.log(`${signal}: finishing what is under way, then stopping.`);
      server.close(() => process.exit(0));
      server.prependListener("request", (_, res) => res.setHeader("connection", "close"));
      setInterval(() => server.closeIdleConnections(), LOOK).unref();
      setTimeout(() => server.closeAllConnections(), FAREWELL).unref();
    });
  }
}
