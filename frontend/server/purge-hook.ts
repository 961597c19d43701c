/** The backend's way to say what has changed. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Purge } from "./page-cache.ts";

/** Seconds a signed message is believed. */
export const LIFETIME = 300;

export type Verdict =
  | { kind: "purge"; purge: Purge }
  | { kind: "repeated" }
  | { kind: "refused" }
  | { kind: "malformed" };

/** Judges purge messages; remembers the signatures of the last minutes, so that a message repeated does nothing. */
export class PurgeHook {
  readonly #secret: string;
  readonly #now: () => number;
  readonly #seen = new Map<string, number>();

  constructor({ secret, now = Date.now }: { secret: string; now?: () => number }) {
    this.#secret = secret;
    this.#now = now;
  }

  /** `signature` is the header "t=<unix seconds>,v1=<hex>"; the hex signs "purge;<t>;" and the body. */
  judge({ signature, body }: { signature: string | undefined; body: Buffer }): Verdict {
    const parts = /^t=(\d{1,12}),v1=([\da-f]{64})$/.exec(signature ?? "");
    if (!parts?.[1] || !parts[2]) return { kind: "refused" };
    const seconds = this.#now() / 1000;
    if (Math.abs(seconds - Number(parts[1])) > LIFETIME) return { kind: "refused" };
    const expected = createHmac("sha256", this.#secret).update(`purge;${parts[1]};`).update(body).digest();
    if (!timingSafeEqual(expected, Buffer.from(parts[2], "hex"))) return { kind: "refused" };
    const purge = parse(body);
    if (!purge) return { kind: "malformed" };
    for (const [old, until] of this.#seen) {
      if (until < seconds) this.#seen.delete(old);
    }
    if (this.#seen.has(parts[2])) return { kind: "repeated" };
    this.#seen.set(parts[2], Number(parts[1]) + LIFETIME);
    return { kind: "purge", purge };
  }
}

function parse(body: Buffer): Purge | null {
  try {
    const message: unknown = JSON.parse(body.toString("utf8"));
    if (typeof message !== "object" || message === null) return null;
    const { keys = [], paths = [], gone = [] } = message as { keys?: unknown; paths?: unknown; gone?: unknown };
    return isWords(keys) && isWords(paths) && isWords(gone) ? { tags: keys, paths, gone } : null;
  } catch {
    return null;
  }
}

function isWords(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((word) => typeof word === "string");
}
