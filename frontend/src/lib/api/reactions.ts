/** What readers do with comments besides writing them. */
import type { Identity } from "../../../server/reader-cookies.ts";
import { readSettings } from "../../../server/settings.ts";
import { read, write } from "./client.ts";
import type {
  LikePayload,
  MessagePayload,
  MinePayload,
  PreviewPayload,
  ReportBody,
  ReportedPayload,
  SubscribedPayload,
} from "./types.gen.ts";

export interface Asking {
  identity: Identity;
  readerAddress: string;
  unlock?: string;
  language?: string | undefined;
}

/** What reports may say is wrong, in the order they are offered. */
export const REASONS: ReadonlyArray<ReportBody["reason"]> = ["abuse", "spam", "wrong", "private", "other"];

/** A guest is known by a key; the API takes none of whoever is signed in. */
const known = ({ reader, guest }: Identity) => (reader || !guest ? {} : { key: guest });

/** Likes a comment, or takes the like back. */
export function likeComment({ id, like, ...asking }: { id: string; like: boolean } & Asking): Promise<LikePayload> {
  const path = `/comments/${id}/vote/`;
  return like
    ? write("POST", path, { body: known(asking.identity), ...asking })
    : write("DELETE", path, { query: known(asking.identity), ...asking });
}

/** Says that a comment should not stand. */
export function reportComment({
  id,
  reason,
  note,
  ...asking
}: { id: string; reason: string; note: string } & Asking): Promise<ReportedPayload> {
  return write("POST", `/comments/${id}/report/`, { body: { reason, note, ...known(asking.identity) }, ...asking });
}

/** Has a reader told by mail of answers to a comment (by its id), or of all on a page (by its number). */
export function follow({ on, email, ...asking }: { on: string; email: string } & Asking): Promise<SubscribedPayload> {
  const path = on.includes("-") ? `/comments/${on}/subscribe/` : `/pages/${on}/comments/subscribe/`;
  return write("POST", path, { body: email ? { email } : {}, ...asking });
}

/** Ends one of the subscriptions of whoever is signed in. */
export function endSubscription({ id, ...asking }: { id: string } & Asking): Promise<MessagePayload> {
  return write("DELETE", `/me/subscriptions/${id}/`, asking);
}

/** Returns the comments of a page that a reader likes. */
export function readMine({
  page,
  identity,
  readerAddress,
  unlock = "",
}: { page: number } & Asking): Promise<MinePayload> {
  const query = { site: readSettings().site, ...known(identity) };
  return read(`/pages/${page}/comments/mine/`, query, unlock, identity, readerAddress);
}

/** Returns a text as it would stand. */
export function previewComment({ body, ...asking }: { body: string } & Asking): Promise<PreviewPayload> {
  return write("POST", "/comments/preview/", { body: { body }, ...asking });
}
