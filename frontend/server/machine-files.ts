/** Feeds, the sitemap and robots.txt: made by the backend, kept and sent here like pages. */
import type { Rendered } from "./page-cache.ts";
import { trailHeader } from "./trail.ts";

const PLACE = /^\/(?:(?:[a-z]{2,3}(?:-[a-z\d]{2,8})*\/)?feeds\/.+|sitemap(?:-\d{1,4})?\.xml|robots\.txt)$/;
const PATIENCE = 15_000;
/** Seconds. A purge comes with every change; this is for what nobody told us. */
const FOUND = { maxAge: 300, staleFor: 86_400 };
const MISSING = { maxAge: 60, staleFor: 0 };

export function isMachineFile(path: string): boolean {
  return PLACE.test(path);
}

/** Returns what the backend has at `key`, a path with the query the site allows; rejects if it can't be reached. */
export async function readMachineFile({
  backendUrl,
  site,
  key,
}: {
  backendUrl: string;
  site: string;
  key: string;
}): Promise<Rendered> {
  const target = new URL(`${backendUrl}${key}`);
  const page = target.searchParams.get("page");
  target.search = `?${new URLSearchParams({ site, ...(page ? { page } : {}) })}`;
  const answer = await fetch(target, {
    headers: trailHeader(),
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status !== 200) {
    const status = answer.status >= 500 ? 502 : 404;
    const headers = { "content-type": "text/plain; charset=utf-8" };
    const keep = status === 404 ? MISSING : null;
    return { status, headers, body: Buffer.from("There is nothing here.\n"), tags: ["blog"], keep };
  }
  return {
    status: 200,
    headers: { "content-type": answer.headers.get("content-type") ?? "application/octet-stream" },
    body: Buffer.from(await answer.arrayBuffer()),
    tags: (answer.headers.get("cache-tag") ?? "").split(/,\s*/).filter(Boolean),
    keep: FOUND,
  };
}
