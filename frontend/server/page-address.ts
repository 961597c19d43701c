/** Which part of a request decides what a page shows. */
import type { PageAddress } from "./page-cache.ts";

/** The parameters a page may be asked with, in the order they are written, and what they may look like. */
const ALLOWED: ReadonlyMap<string, RegExp> = new Map([
  ["page", /^[1-9]\d{0,4}$/],
  ["comments", /^[\w.~:=-]{1,300}$/],
  ["reply", /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/],
  ["sort", /^(newest|best)$/],
  ["comment", /^(held|published)$/],
]);

/** What the search may be asked with, beside none of the above. */
const SEARCH: ReadonlyMap<string, RegExp> = new Map([
  ["q", /^[^\0]{1,1000}$/u],
  ["category", /^[\p{L}\p{M}\p{N}_-]{1,150}$/u],
  ["author", /^[\p{L}\p{M}\p{N}_-]{1,150}$/u],
  ["series", /^[\p{L}\p{M}\p{N}_-]{1,150}$/u],
  ["tag", /^[\p{L}\p{M}\p{N}_-]{1,150}$/u],
  ["year", /^[12]\d{3}$/],
  ["sort", /^(relevance|date)$/],
  ["language", /^[a-zA-Z-]{2,12}$/],
  ["cursor", /^[\da-fxp.~+-]{1,64}$/],
]);
/** What the pages about a reader may be asked with; they are kept for nobody. */
const IDENTITY: ReadonlyMap<string, RegExp> = new Map([
  ["token", /^[\w:.-]{1,4096}$/],
  ["cursor", /^[\w.~:=-]{1,300}$/],
  ["comment", /^[\da-f-]{36}$/],
  ["done", /^[a-z]{1,10}$/],
]);
export const IDENTITY_PATH = /^\/identity(?:\/|$)/;
/** What a reader does about comments, and what of them is theirs: kept for nobody, too. */
const REACTION: ReadonlyMap<string, RegExp> = new Map([
  ["path", /^\/(?![/\\])[^\s\\?#]{0,1000}$/],
  ["done", /^[a-z]{1,10}$/],
]);
export const REACTION_PATH = /^\/comments\/(?:[1-9]\d{0,15}|[\da-f-]{36})\/(?:follow|mine|report)\/$/;
const SEARCH_PATH = /^\/search(?:\/|$)/;

/** Characters of a path: ours are far shorter, and none is looked up that is longer. */
export const LONGEST_PATH = 2000;

/** What a path may not hold in disguise: a slash, a backslash or a NUL would mean another path to whoever unpacks it. */
const DISGUISED = /%(?:2f|5c|00)/i;

function allowedAt(path: string): ReadonlyMap<string, RegExp> {
  if (IDENTITY_PATH.test(path)) return IDENTITY;
  if (REACTION_PATH.test(path)) return REACTION;
  return SEARCH_PATH.test(path) ? SEARCH : ALLOWED;
}

/**
 * Returns the address of the page that the request target `target` asks for, or null if it is not a valid target.
 *
 * Unknown parameters and values of another shape are dropped: they change nothing and must not fill the cache.
 */
export function pageAddress(target: string): PageAddress | null {
  const url = target.startsWith("/") ? URL.parse(`http://site${target}`) : null;
  if (!url) return null;
  // Two slashes at the start would turn a redirect to this path into one to another host.
  const path = url.pathname.replace(/\/{2,}/g, "/");
  if (path.length > LONGEST_PATH || DISGUISED.test(path)) return null;
  try {
    decodeURIComponent(path);
  } catch {
    return null;
  }
  const query = new URLSearchParams();
  for (const [name, shape] of allowedAt(path)) {
    const value = url.searchParams.get(name);
    if (value !== null && shape.test(value) && !(name === "page" && value === "1")) query.set(name, value);
  }
  return { path, key: query.size > 0 ? `${path}?${query}` : path };
}
