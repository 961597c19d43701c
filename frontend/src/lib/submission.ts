/** A comment on its way from a reader's form to the API. */
import { createHmac } from "node:crypto";
import { ApiProblem, type ApiUnavailable } from "./api/client.ts";
import type { CommentBody } from "./api/types.gen.ts";
import type { Texts } from "./texts.ts";

export interface Fields {
  body: string;
  name: string;
  email: string;
  website: string;
  parent: string;
  /** When the form was shown, as a token of the API; empty without JavaScript. */
  form: string;
  /** What was typed into the field that people cannot see. */
  subject: string;
  /** Not empty if the reader wants to be mailed what a moderator decides. */
  tell_me: string;
}

/** The fields a reader sees. */
const SHOWN = ["body", "name", "email", "website"] as const;

export const NO_FIELDS: Fields = {
  body: "",
  name: "",
  email: "",
  website: "",
  parent: "",
  form: "",
  subject: "",
  tell_me: "",
};

/** What the form shows when it is drawn again. */
export interface FormState {
  fields: Fields;
  /** About the whole form; empty if nothing is wrong. */
  message: string;
  /** By field name. */
  errors: Readonly<Record<string, string>>;
}

/** Returns the fields of a posted form; what is missing is empty. Line ends become those that were typed. */
export function fieldsOf(form: FormData): Fields {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.replace(/\r\n?/g, "\n") : "";
  };
  return {
    body: text("body"),
    name: text("name"),
    email: text("email"),
    website: text("website"),
    parent: text("parent"),
    form: text("form"),
    subject: text("subject"),
    tell_me: text("tell_me"),
  };
}

/** Returns the form as the API takes it: what is optional and empty is left out, and so is what a signed-in reader needs not say. */
export function sentForm(
  { body, name, email, website, parent, form, subject, tell_me }: Fields,
  key: string,
  { signedIn = false }: { signedIn?: boolean } = {},
): CommentBody {
  return {
    body,
    ...(name || !signedIn ? { name } : {}),
    ...(email || !signedIn ? { email } : {}),
    ...(tell_me ? { tell_me: true } : {}),
    ...(website ? { website } : {}),
    ...(parent ? { parent } : {}),
    ...(form ? { form } : {}),
    ...(subject ? { trap: subject } : {}),
    key,
  };
}

/** Returns what the form shows after `error`, in the words of `texts`: each message beside its field, all typed kept. */
export function formStateOf(fields: Fields, error: ApiProblem | ApiUnavailable, texts: Texts): FormState {
  if (!(error instanceof ApiProblem)) return { fields, message: texts.unreachable, errors: {} };
  const errors = Object.fromEntries(error.errors.map((one) => [one.field, one.message]));
  const marked = SHOWN.some((field) => errors[field]);
  return { fields, message: marked ? texts.checkFields : error.message, errors };
}

/**
 * Returns the key (a UUID) of a form posted without one, the same for the same words of the same reader under the same
 * page on the same day: a form sent twice by impatience is one comment.
 *
 * A key in the form itself would not do: the page is kept and shown to many readers.
 */
export function keyFor({
  page,
  fields,
  readerAddress,
  secret,
  now,
}: {
  page: number;
  fields: Fields;
  readerAddress: string;
  secret: string;
  now: number;
}): string {
  const [ip] = readerAddress.split(";");
  const today = new Date(now).toISOString().slice(0, 10);
  const words = JSON.stringify(["comment-key", page, ip, today, fields]);
  const hex = createHmac("sha256", secret).update(words).digest("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Returns `path` if it can be read and a redirect to it stays on this site, else null. */
export function ownPath(path: string): string | null {
  if (!/^\/(?![/\\])[^\s\\?#]*$/.test(path)) return null;
  try {
    // A bundler may drop a call whose value nobody uses, and with it the error that this one is made for.
    return decodeURI(path) === "" ? null : path;
  } catch {
    return null;
  }
}
