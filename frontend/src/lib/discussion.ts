/** Everything the comments under a page need to be drawn. */
import { type Identity, NOBODY } from "../../server/reader-cookies.ts";
import { ApiProblem, readComment, readThread } from "./api/client.ts";
import { readOwn } from "./api/identity.ts";
import { readMine } from "./api/reactions.ts";
import type { CommentPayload, ThreadPayload } from "./api/types.gen.ts";
import { type FormState, NO_FIELDS } from "./submission.ts";

/** In which order a thread is shown; empty for the oldest comments first. */
export type Sort = "" | "newest" | "best";

export interface Discussion {
  page: number;
  thread: ThreadPayload;
  /** Where in the thread this part starts; empty at its beginning. */
  cursor: string;
  sort: Sort;
  /** The comment being answered. */
  parent: CommentPayload | null;
  /** Somebody asked to answer a comment that is not there. */
  parentMissing: boolean;
  form: FormState;
  /** What became of a comment just sent by a plain form. */
  sent: "held" | "published" | null;
  /** What was typed, as it would stand: cleaned HTML, empty if nobody asked. */
  preview: string;
  /** The comments that the reader this is drawn for likes; empty for answers that all readers share. */
  likes: readonly string[];
  /** Under which name the reader writes whom this is drawn for; empty unless they are signed in. */
  writesAs: string;
}

export const EMPTY_FORM: FormState = { fields: NO_FIELDS, message: "", errors: {} };

/** Says whether `text` is a UUID in small letters. Nothing else may stand in an address of the API. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/.test(text);
}

/** Returns the cursor of the part of a thread in which the comment of this id stands. */
export function placeOf(id: string): string {
  return `a${id.replaceAll("-", "")}`;
}

export function sortIn(text: string | null): Sort {
  return text === "newest" || text === "best" ? text : "";
}

/** Reads the thread under `page`, and the comment `reply` names if it is not in the part read. */
export async function readDiscussion({
  page,
  cursor = "",
  sort = "",
  reply = "",
  form = EMPTY_FORM,
  sent = null,
  preview = "",
  unlock = "",
  identity = NOBODY,
  readerAddress = "",
}: {
  page: number;
  cursor?: string;
  sort?: Sort;
  reply?: string;
  form?: FormState;
  sent?: Discussion["sent"];
  preview?: string;
  unlock?: string;
  identity?: Identity;
  readerAddress?: string;
}): Promise<Discussion> {
  const [thread, theirs] = await Promise.all([
    readThread({ page, cursor, sort, unlock, identity }),
    readTheirs({ page, unlock, identity, readerAddress }),
  ]);
  const parent = reply ? (within(thread.comments, reply) ?? (await readComment({ id: reply, unlock }))) : null;
  const answerable = parent !== null && !parent.tombstone;
  return {
    page,
    thread: inPlace(thread),
    cursor,
    sort,
    parent: answerable ? parent : null,
    parentMissing: reply !== "" && !answerable,
    form,
    sent,
    preview,
    ...theirs,
  };
}

/** Returns what on a page is a reader's beside the thread; nothing for nobody in particular. */
export async function readTheirs({
  page,
  unlock = "",
  identity,
  readerAddress,
}: {
  page: number;
  unlock?: string;
  identity: Identity;
  readerAddress: string;
}): Promise<Pick<Discussion, "likes" | "writesAs">> {
  const { reader, guest } = identity;
  const [likes, writesAs] = await Promise.all([
    reader || guest ? readMine({ page, unlock, identity, readerAddress }).then((mine) => mine.likes) : [],
    reader ? nameOf(identity) : "",
  ]);
  return { likes, writesAs };
}

async function nameOf(identity: Identity): Promise<string> {
  try {
    return (await readOwn({ cursor: "", identity })).reader.name;
  } catch (error) {
    // Their token has ended: they are asked for their name again.
    if (error instanceof ApiProblem) return "";
    throw error;
  }
}

/** Returns the thread with those of the reader's waiting answers that answer something shown here below it. */
function inPlace(thread: ThreadPayload): ThreadPayload {
  const below = (comment: CommentPayload): CommentPayload => ({
    ...comment,
    replies: [...comment.replies.map(below), ...thread.waiting.filter(({ parent }) => parent === comment.id)],
  });
  if (!thread.waiting.some(({ parent }) => parent)) return thread;
  const waiting = thread.waiting.filter(({ parent }) => !parent || !within(thread.comments, parent));
  return { ...thread, waiting, comments: thread.comments.map(below) };
}

function within(comments: readonly CommentPayload[], id: string): CommentPayload | null {
  for (const comment of comments) {
    const found = comment.id === id ? comment : within(comment.replies, id);
    if (found) return found;
  }
  return null;
}

/** Says whether a comment of this id is among `comments` or their replies. */
export function shows(comments: readonly CommentPayload[], id: string): boolean {
  return within(comments, id) !== null;
}

/** Returns the address of a part of the thread under the page at `path`: what is empty is left out. */
export function partOf(path: string, query: Readonly<Record<string, string>>, anchor: string): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  return `${path}${given.size > 0 ? `?${given}` : ""}#${anchor}`;
}
