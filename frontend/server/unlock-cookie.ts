/** Keeps the token of a reader who has given a password, and the branches it opens, in a cookie of our own. */
import type { Unlocked } from "../src/lib/api/types.gen.ts";

const NAME = "unlock";
const LONGEST = 4096;

/** Returns the value of Set-Cookie that keeps `unlocked` until it expires. */
export function unlockCookie({ token, paths, expires_at }: Unlocked, { secure }: { secure: boolean }): string {
  const value = Buffer.from(JSON.stringify({ token, paths })).toString("base64url");
  const expires = new Date(expires_at).toUTCString();
  return `${NAME}=${value}; Path=/; Expires=${expires}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/**
 * Returns the token in the Cookie header if it opens a branch that holds `path` (as in a URL), or any for null;
 * else "". Pages outside those branches are the same for this reader as for all.
 */
export function unlockToken(header: string | undefined, path: string | null): string {
  const value = new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]+)`).exec(header ?? "")?.[1];
  if (!value || value.length > LONGEST) return "";
  const { token, paths } = kept(value);
  if (path === null) return token;
  const place = decodeURI(path).replace(/\/?$/, "/");
  return paths.some((branch) => place.startsWith(branch)) ? token : "";
}

function kept(value: string): { token: string; paths: string[] } {
  try {
    const { token, paths } = JSON.parse(Buffer.from(value, "base64url").toString()) as Record<string, unknown>;
    // Only what may stand in a header is handed on.
    if (typeof token !== "string" || !/^[\w:-]+$/.test(token) || !Array.isArray(paths)) return { token: "", paths: [] };
    return { token, paths: paths.filter((path) => typeof path === "string") };
  } catch {
    return { token: "", paths: [] };
  }
}
