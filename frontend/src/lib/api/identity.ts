/** What the API knows about one reader: asked with their tokens, for them alone. */
import type { Identity } from "../../../server/reader-cookies.ts";
import { readSettings } from "../../../server/settings.ts";
import { orNull, read, write } from "./client.ts";
import type {
  ConfirmedPayload,
  EditedPayload,
  EndingPayload,
  ExportPayload,
  LinkPayload,
  MePayload,
  MessagePayload,
  PermalinkPayload,
  ReaderPayload,
} from "./types.gen.ts";

interface Asking {
  identity: Identity;
  readerAddress: string;
  language?: string | undefined;
}

const here = () => ({ site: readSettings().site });

/** Has a link mailed to `email`, which confirms the comment of this id with it, if one is named. */
export function askForLink({
  email,
  comment,
  ...asking
}: { email: string; comment: string } & Asking): Promise<MessagePayload> {
  return write("POST", "/identity/link/", { body: { email, ...(comment ? { comment } : {}) }, ...asking });
}

/** Returns what a mailed link would confirm; changes nothing. */
export function showLink({ token }: { token: string }): Promise<LinkPayload> {
  return read("/identity/confirm/", { ...here(), token });
}

/** Uses up a mailed link. */
export function confirmAddress({ token, ...asking }: { token: string } & Asking): Promise<ConfirmedPayload> {
  return write("POST", "/identity/confirm/", { body: { token }, ...asking });
}

/** Returns what the token out of a mail would end; ends nothing. */
export function showEnding({ token }: { token: string }): Promise<EndingPayload> {
  return read("/unsubscribe/", { ...here(), token });
}

/** Ends what a mail was about, or all mail. */
export function unsubscribe({
  token,
  everything,
  ...asking
}: { token: string; everything: boolean } & Asking): Promise<MessagePayload> {
  return write("POST", "/unsubscribe/", { body: { token, everything }, ...asking });
}

/** Returns a part of a reader's own comments. */
export function readOwn({ cursor, identity }: { cursor: string; identity: Identity }): Promise<MePayload> {
  return read("/me/", { ...here(), ...(cursor ? { cursor } : {}) }, "", identity);
}

/** Returns everything stored about a reader. */
export function exportOwn({ identity }: { identity: Identity }): Promise<ExportPayload> {
  return read("/me/export/", here(), "", identity);
}

export function rename({ name, ...asking }: { name: string } & Asking): Promise<ReaderPayload> {
  return write("PATCH", "/me/", { body: { name }, ...asking });
}

export function eraseOwn(asking: Asking): Promise<MessagePayload> {
  return write("POST", "/me/erase/", asking);
}

export function signOut(asking: Asking): Promise<MessagePayload> {
  return write("POST", "/me/sign-out/", asking);
}

/** Returns a comment with what its author may do, or null if it is neither public nor the asker's. */
export function readOwnComment({
  id,
  identity,
  unlock = "",
}: {
  id: string;
  identity: Identity;
  unlock?: string;
}): Promise<PermalinkPayload | null> {
  return orNull(read<PermalinkPayload>(`/comments/${id}/`, here(), unlock, identity));
}

export function editComment({
  id,
  body,
  revision,
  ...asking
}: { id: string; body: string; revision: number } & Asking): Promise<EditedPayload> {
  return write("PATCH", `/comments/${id}/`, { body: { body, revision }, ...asking });
}

export function deleteComment({
  id,
  revision,
  ...asking
}: { id: string; revision: number } & Asking): Promise<MessagePayload> {
  return write("DELETE", `/comments/${id}/`, { query: { revision: String(revision) }, ...asking });
}
