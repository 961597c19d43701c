/** How long a page may be kept. */
import type { PolicyPayload } from "./api/types.gen.ts";

/** Seconds without a purge; purges are the rule, this is for the ones that get lost. */
const MOST = 300;
const STALE = 3600;
const MISSING = 10;

/** Returns seconds for a page whose comments follow `policy`: never beyond the moment the policy changes by the clock. */
export function lifetime(policy: PolicyPayload | null, now: number): { maxAge: number; swr: number } {
  const changes = [policy?.opens_at, policy?.closes_at]
    .map((instant) => (instant ? Math.ceil((Date.parse(instant) - now) / 1000) : 0))
    .filter((seconds) => seconds > 0 && seconds < MOST);
  return changes.length > 0 ? { maxAge: Math.min(...changes), swr: 0 } : { maxAge: MOST, swr: STALE };
}

/** Seconds that "nothing is here" is believed. */
export const MISSING_LIFETIME = { maxAge: MISSING, swr: 0 };
