/** What the operator sets, read from the environment once. */
import { BlockList, isIP } from "node:net";

export interface Settings {
  host: string;
  port: number;
  /** Where the API and the media files are, without a slash at the end. */
  backendUrl: string;
  /** The origin readers see, such as "https://blog.example". */
  publicOrigin: string;
  /** Host and port of that origin: the name of the site in every question to the API. */
  site: string;
  /** The origin editors use: only there may a preview be framed. */
  adminOrigin: string;
  /** The proxies in front: what they say of a reader's address is believed. */
  proxies: BlockList;
  /** Shared with the backend: signs readers' addresses and checks purges. */
  secret: string;
  /** Bytes of memory for finished pages; 0 keeps none. */
  cacheBytes: number;
  /** What Prometheus shows to read /metrics; empty: nobody may. */
  metricsToken: string;
  /** "json", an object a line with a line for every request, or "plain", for people. */
  logFormat: "json" | "plain";
}

export class SettingsError extends Error {}

/** Returns the settings in `environment`; raises SettingsError with a sentence that says what to set. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(environment["PORT"] ?? "8000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SettingsError(`PORT must be a number from 0 to 65535, not "${environment["PORT"]}".`);
  }
  const secret = environment["FRONTEND_SECRET"] ?? "";
  if (secret.length < 16) {
    throw new SettingsError("FRONTEND_SECRET must be set, with at least 16 characters, to the backend's value.");
  }
  const megabytes = Number(environment["PAGE_CACHE_MB"] ?? "64");
  if (!Number.isInteger(megabytes) || megabytes < 0) {
    throw new SettingsError(
      `PAGE_CACHE_MB must be a whole number of megabytes, not "${environment["PAGE_CACHE_MB"]}".`,
    );
  }
  const logFormat = environment["LOG_FORMAT"] || (environment["NODE_ENV"] === "production" ? "json" : "plain");
  if (logFormat !== "json" && logFormat !== "plain") {
    throw new SettingsError(`LOG_FORMAT must be "json" or "plain", not "${logFormat}".`);
  }
  const metricsToken = environment["METRICS_TOKEN"] ?? "";
  if (metricsToken && metricsToken.length < 16) {
    throw new SettingsError("METRICS_TOKEN must have at least 16 characters, or be left out.");
  }
  const publicUrl = address("PUBLIC_URL", environment["PUBLIC_URL"] ?? `http://127.0.0.1:${port}`);
  const adminUrl = address("ADMIN_URL", environment["ADMIN_URL"] ?? "http://localhost:8001");
  const backendUrl = address("BACKEND_URL", environment["BACKEND_URL"] ?? "http://127.0.0.1:8001");
  return {
    host: environment["HOST"] ?? "127.0.0.1",
    port,
    backendUrl: backendUrl.href.replace(/\/+$/, ""),
    publicOrigin: publicUrl.origin,
    site: publicUrl.host,
    adminOrigin: adminUrl.origin,
    proxies: networks("PROXIES", environment["PROXIES"] ?? ""),
    secret,
    cacheBytes: megabytes * 1024 * 1024,
    metricsToken,
    logFormat,
  };
}

function networks(name: string, value: string): BlockList {
  const list = new BlockList();
  for (const each of value.split(",").flatMap((word) => word.trim() || [])) {
    const [ip = "", bits] = each.split("/");
    const version = isIP(ip);
    const prefix = Number(bits ?? (version === 4 ? 32 : 128));
    if (!version || !Number.isInteger(prefix) || prefix < 1 || prefix > (version === 4 ? 32 : 128)) {
      throw new SettingsError(`${name} must name addresses or networks such as 127.0.0.1,10.0.0.0/8, not "${each}".`);
    }
    list.addSubnet(ip, prefix, version === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

function address(name: string, value: string): URL {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new SettingsError(`${name} must be an http or https address, not "${value}".`);
  }
  return url;
}
