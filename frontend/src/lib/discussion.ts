/** Everything the comments under a page need to be drawn. */
import { type Identity, NOBODY } from "../../server/reader-cookies.ts";
import { readComment, readThread } from "./api/client.ts";
import type { CommentPayload, ThreadPayload } from "./api/types.gen.ts";
import { type FormState, NO_FIELDS } from "./submission.ts";

export interface Discussion {
  page: number;
  thread: ThreadPayload;
  /** Where in the thread this part starts; empty at its beginning. */
  cursor: string;
  /** The comment being answered. */
  parent: CommentPayload | null;
  /** Somebody asked to answer a comment that is not there. */
  parentMissing: boolean;
  form: FormState;
  /** What became of a comment just sent by a plain form. */
  sent: "held" | "published" | null;
}

export const EMPTY_FORM: FormState = { fields: NO_FIELDS, message: "", errors: {} };

/** Reads the thread under `page`, and the comment `reply` names if it is not in the part read. */
export async function readDiscussion({
  page,
  cursor = "",
  reply = "",
  form = EMPTY_FORM,
  sent = null,
  unlock = "",
  identity = NOBODY,
}: {
  page: number;
  cursor?: string;
  reply?: string;
  form?: FormState;
  sent?: Discussion["sent"];
  unlock?: string;
  identity?: Identity;
}): Promise<Discussion> {
  const thread = await readThread({ page, cursor, unlock, identity });
  const parent = reply ? (within(thread.comments, reply) ?? (await readComment({ id: reply, unlock }))) : null;
  const answerable = parent !== null && !parent.tombstone;
  return {
    page,
    thread,
    cursor,
    parent: answerable ? parent : null,
    parentMissing: reply !== "" && !answerable,
    form,
    sent,
  };
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
