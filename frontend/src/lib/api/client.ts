/** The only way from this site to the API. */
import { type Identity, NOBODY } from "../../../server/reader-cookies.ts";
import { readSettings } from "../../../server/settings.ts";
import { pageCache } from "../../../server/shared-cache.ts";
import { trailHeader } from "../../../server/trail.ts";
import type { Asked } from "../search.ts";
import type {
  CommentBody,
  FieldProblem,
  FormPayload,
  HeldPayload,
  PermalinkPayload,
  Previewed,
  PublishedPayload,
  Resolved,
  SearchPayload,
  SiteSettings,
  SuggestionsPayload,
  ThreadPayload,
  Unlocked,
} from "./types.gen.ts";

/** Milliseconds for one attempt. */
const READ_PATIENCE = 5000;
const WRITE_PATIENCE = 10_000;
/** Milliseconds that the site's settings are believed without a purge. */
const SETTINGS_AGE = 300_000;
const WORTH_ANOTHER_TRY = new Set([502, 503, 504]);

/** An answer of the API that says no, in its one shape (application/problem+json). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldProblem[];
  /** The whole document, to be handed on. */
  readonly document: Readonly<Record<string, unknown>>;

  constructor(status: number, document: Readonly<Record<string, unknown>>) {
    super(typeof document["message"] === "string" ? document["message"] : `The API answered ${status}.`);
    this.status = status;
    this.code = typeof document["code"] === "string" ? document["code"] : "";
    this.errors = Array.isArray(document["errors"]) ? (document["errors"] as FieldProblem[]) : [];
    this.document = document;
  }
}

/** The API cannot be reached, is too slow, or failed. */
export class ApiUnavailable extends Error {}

export type Accepted = PublishedPayload | HeldPayload;

/** Returns what is at `path`, or null if nothing is there for readers. `unlock` is the token of one who has a password. */
export function resolvePath({
  path,
  page,
  unlock = "",
}: {
  path: string;
  page: number;
  unlock?: string;
}): Promise<Resolved | null> {
  return orNull(read<Resolved>("/resolve/", { path, site: readSettings().site, page: String(page) }, unlock));
}

/** Returns the page an editor is writing, or null if `token` is no longer good. */
export function readPreview({ token }: { token: string }): Promise<Previewed | null> {
  return orNull(read<Previewed>(`/preview/${encodeURIComponent(token)}/`, {}));
}

/** Gives the password of the page at `path`; what `unlock` opens stays open. A wrong one is raised as ApiProblem. */
export function unlockPath({
  path,
  password,
  unlock,
  readerAddress,
  language,
}: {
  path: string;
  password: string;
  unlock: string;
  readerAddress: string;
  language?: string | undefined;
}): Promise<Unlocked> {
  return ask<Unlocked>(`/unlock/?${new URLSearchParams({ site: readSettings().site })}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-reader-address": readerAddress,
      ...spoken(language),
      ...shown(unlock),
    },
    body: JSON.stringify({ path, password }),
    signal: AbortSignal.timeout(WRITE_PATIENCE),
  });
}

/** Returns a part of the thread under a page, from `cursor` on. */
export function readThread({
  page,
  cursor,
  sort = "",
  unlock = "",
  identity = NOBODY,
}: {
  page: number;
  cursor: string;
  sort?: string;
  unlock?: string;
  identity?: Identity;
}): Promise<ThreadPayload> {
  return read<ThreadPayload>(
    `/pages/${page}/comments/`,
    { site: readSettings().site, ...(cursor ? { cursor } : {}), ...(sort ? { sort } : {}) },
    unlock,
    identity,
  );
}

/** Returns one comment, or null if readers may not see it. */
export function readComment({ id, unlock = "" }: { id: string; unlock?: string }): Promise<PermalinkPayload | null> {
  return orNull(read<PermalinkPayload>(`/comments/${id}/`, { site: readSettings().site }, unlock));
}

/** Sends a comment. A refusal or an invalid field is raised as ApiProblem. */
export function postComment({
  page,
  form,
  readerAddress,
  unlock = "",
  identity = NOBODY,
  language,
}: {
  page: number;
  form: CommentBody;
  readerAddress: string;
  unlock?: string;
  identity?: Identity;
  language?: string | undefined;
}): Promise<Accepted> {
  return ask<Accepted>(`/pages/${page}/comments/?${new URLSearchParams({ site: readSettings().site })}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-reader-address": readerAddress,
      ...spoken(language),
      ...shown(unlock, identity),
    },
    body: JSON.stringify(form),
    signal: AbortSignal.timeout(WRITE_PATIENCE),
  });
}

/** Returns posts with what was asked for. What can't be asked is raised as ApiProblem. */
export function searchPosts({ asked, unlock = "" }: { asked: Asked; unlock?: string }): Promise<SearchPayload> {
  return read<SearchPayload>("/search/", { site: readSettings().site, ...asked }, unlock);
}

/** Returns what might be meant by the beginning of a query. */
export function readSuggestions({
  asked,
  unlock = "",
}: {
  asked: Asked;
  unlock?: string;
}): Promise<SuggestionsPayload> {
  const { q = "", language } = asked;
  return read<SuggestionsPayload>(
    "/suggest/",
    { site: readSettings().site, q, ...(language ? { language } : {}) },
    unlock,
  );
}

/** Returns a token that says when a form was shown. */
export function readFormToken(): Promise<FormPayload> {
  return read<FormPayload>("/pages/comments/form/", {});
}

const remembered = new Map<string, { settings: SiteSettings; edition: number; until: number }>();

/**
 * Returns name, look, menus and words of the site in `language`, else in its own, remembered until the next purge; null
 * if they were never to be had.
 */
export async function siteSettings(language?: string | undefined): Promise<SiteSettings | null> {
  const { edition } = pageCache();
  const known = remembered.get(language ?? "");
  if (known && known.edition === edition && Date.now() < known.until) return known.settings;
  try {
    const query = { site: readSettings().site, ...(language ? { locale: language } : {}) };
    const settings = await read<SiteSettings>("/settings/", query);
    // Only for languages that the site has: what is asked for must not fill the memory.
    if (!language || settings.language === language) {
      remembered.set(language ?? "", { settings, edition, until: Date.now() + SETTINGS_AGE });
    }
    return settings;
  } catch (error) {
    if (error instanceof ApiUnavailable || error instanceof ApiProblem) return known?.settings ?? null;
    throw error;
  }
}

/** What says in which language the form was, and the answer should be. */
function spoken(language: string | undefined): Record<string, string> {
  return language ? { "accept-language": language } : {};
}

function shown(
  unlock: string,
  { reader, authors }: Pick<Identity, "reader" | "authors"> = NOBODY,
): Record<string, string> {
  return {
    ...(unlock ? { "x-unlock-token": unlock } : {}),
    ...(reader ? { "x-reader-token": reader } : {}),
    ...(authors ? { "x-author-token": authors } : {}),
  };
}

export async function read<T>(
  path: string,
  query: Record<string, string>,
  unlock = "",
  identity: Identity = NOBODY,
  readerAddress = "",
): Promise<T> {
  const target = `${path}?${new URLSearchParams(query)}`;
  const headers = { ...shown(unlock, identity), ...(readerAddress ? { "x-reader-address": readerAddress } : {}) };
  const attempt = () => ask<T>(target, { headers, signal: AbortSignal.timeout(READ_PATIENCE) });
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof ApiUnavailable && !(error.cause instanceof DOMException)) return attempt();
    throw error;
  }
}

/** Sends `body` as JSON, or nothing, on a reader's behalf. A refusal is raised as ApiProblem. */
export function write<T>(
  method: "POST" | "PATCH" | "DELETE",
  path: string,
  {
    body,
    query = {},
    identity,
    readerAddress,
    unlock = "",
    language,
  }: {
    body?: unknown;
    query?: Record<string, string>;
    identity: Identity;
    readerAddress: string;
    unlock?: string;
    language?: string | undefined;
  },
): Promise<T> {
  return ask<T>(`${path}?${new URLSearchParams({ site: readSettings().site, ...query })}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      "x-reader-address": readerAddress,
      ...spoken(language),
      ...shown(unlock, identity),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(WRITE_PATIENCE),
  });
}

let isAway = false;

/** Says once that the backend went, and once that it came back, however many ask it. */
function noteAway(away: boolean): void {
  if (away && !isAway) console.error("The backend is away: pages are shown as they last were, and nothing is taken.");
  if (!away && isAway) console.error("The backend is back.");
  isAway = away;
}

async function ask<T>(target: string, init: RequestInit): Promise<T> {
  const { backendUrl } = readSettings();
  const headers = { accept: "application/json", ...trailHeader(), ...init.headers };
  // Without the query, which may hold a token: this is logged.
  const [place] = target.split("?");
  let response: Response;
  let document: unknown;
  try {
    response = await fetch(`${backendUrl}/api/site/v1${target}`, { ...init, headers, redirect: "error" });
    if (WORTH_ANOTHER_TRY.has(response.status)) throw new Error(`status ${response.status}`);
    document = await response.json();
  } catch (error) {
    noteAway(true);
    throw new ApiUnavailable(`${place}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  noteAway(false);
  if (response.ok) return document as T;
  if (response.status >= 500) throw new ApiUnavailable(`${place}: status ${response.status}`);
  throw new ApiProblem(response.status, document as Record<string, unknown>);
}

export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
