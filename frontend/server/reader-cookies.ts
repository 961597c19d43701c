/** Keeps who a reader is, and what a guest has written and likes, in cookies of our own that no script can read. */
import { createHash, randomUUID } from "node:crypto";

const READER = "reader";
const OWN = "own";
const GUEST = "guest";
const LONGEST = 4096;
/** Comments a guest is known as the author of: the newest push out the oldest, so that the cookie stays small. */
const MOST = 8;
/** Seconds for which a guest's token is good (the backend's own limit). */
const GUEST_LIFETIME = 72 * 3600;
/** Seconds for which a guest is known by what they like and report. */
const KEY_LIFETIME = 180 * 86_400;
/** Pages on which a guest's likes are drawn by the server: the newest push out the oldest. */
const MOST_LIKED = 30;
const KEY = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;
/** Only what may stand in a header is handed on. */
const TOKEN = /^[\w:-]{1,512}$/;

interface Written {
  /** A guest's; empty for what was written by a reader who is signed in. */
  token: string;
  /** The page it is on, as in a URL. */
  path: string;
}

/** What the tokens of a reader are, as the API's headers take them; empty for nobody in particular. */
export interface Identity {
  reader: string;
  authors: string;
  /** The key under which a guest likes and reports. */
  guest: string;
}

export const NOBODY: Identity = { reader: "", authors: "", guest: "" };

function attributes(secure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/** Returns the value of Set-Cookie that keeps a reader signed in until `expires_at` (ISO 8601). */
export function readerCookie(
  { token, expires_at }: { token: string; expires_at: string },
  { secure }: { secure: boolean },
): string {
  return `${READER}=${token}; Expires=${new Date(expires_at).toUTCString()}; ${attributes(secure)}`;
}

/** Returns the values of Set-Cookie that forget a reader on this device. */
export function endedCookies({ secure }: { secure: boolean }): string[] {
  return [READER, OWN, GUEST].map((name) => `${name}=; Max-Age=0; ${attributes(secure)}`);
}

/** Returns the value of Set-Cookie that adds a comment to those a guest is known as the author of. */
export function ownCookie(header: string | undefined, added: Written, { secure }: { secure: boolean }): string {
  const written = [
    added,
    ...writtenBy(header).filter((one) => one.token !== added.token || one.path !== added.path),
  ].slice(0, MOST);
  while (written.length > 1 && packed(written).length > LONGEST - 200) written.pop();
  return `${OWN}=${packed(written)}; Max-Age=${GUEST_LIFETIME}; ${attributes(secure)}`;
}

/** Returns the tokens in the Cookie header: for `path` (as in a URL) a guest's are those written there, for null all. */
export function identityIn(header: string | undefined, path: string | null): Identity {
  const reader = cookieNamed(header, READER);
  const written = writtenBy(header).filter((one) => path === null || one.path === path);
  const authors = written.flatMap(({ token }) => (token ? [token] : []));
  return { reader: TOKEN.test(reader) ? reader : "", authors: authors.join(","), guest: guestIn(header).key };
}

/**
 * Returns the key of a guest who likes or reports, a new one if there is none, and the value of Set-Cookie that keeps it.
 *
 * With `path` (as in a URL) their likes on that page are drawn by the server from then on; a script asks for them.
 */
export function guestCookie(
  header: string | undefined,
  path: string | null,
  { secure }: { secure: boolean },
): { key: string; cookie: string } {
  const known = guestIn(header);
  const key = known.key || randomUUID();
  const marks = path === null ? known.marks : [markOf(path), ...known.marks.filter((mark) => mark !== markOf(path))];
  const value = [key, ...marks.slice(0, MOST_LIKED)].join(":");
  return { key, cookie: `${GUEST}=${value}; Max-Age=${KEY_LIFETIME}; ${attributes(secure)}` };
}

/** Says whether the likes of somebody with this Cookie header are drawn by the server on the page at `path`. */
export function hasLiked(header: string | undefined, path: string): boolean {
  return guestIn(header).marks.includes(markOf(path));
}

function guestIn(header: string | undefined): { key: string; marks: string[] } {
  const [key = "", ...marks] = cookieNamed(header, GUEST).split(":");
  return KEY.test(key) ? { key, marks: marks.slice(0, MOST_LIKED) } : { key: "", marks: [] };
}

function markOf(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 10);
}

/** Says whether somebody with this Cookie header has written on the page at `path` (as in a URL). */
export function hasWritten(header: string | undefined, path: string): boolean {
  return writtenBy(header).some((one) => one.path === path);
}

function packed(written: readonly Written[]): string {
  return Buffer.from(JSON.stringify(written)).toString("base64url");
}

function cookieNamed(header: string | undefined, name: string): string {
  return new RegExp(`(?:^|;\\s*)${name}=([\\w:-]+)`).exec(header ?? "")?.[1] ?? "";
}

function writtenBy(header: string | undefined): Written[] {
  const value = cookieNamed(header, OWN);
  if (!value || value.length > LONGEST) return [];
  try {
    const kept: unknown = JSON.parse(Buffer.from(value, "base64url").toString());
    return Array.isArray(kept) ? kept.filter(isWritten).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function isWritten(one: unknown): one is Written {
  const { token, path } = Object(one) as Record<string, unknown>;
  return typeof token === "string" && (token === "" || TOKEN.test(token)) && typeof path === "string";
}
