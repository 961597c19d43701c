/** Where forms may be sent, and as what. */

/** The paths that take a form; everything else is only read. */
const TAKING: readonly RegExp[] = [
  /^\/comments\/[1-9]\d{0,15}\/(?:like\/|follow\/)?$/,
  /^\/comments\/[\da-f-]{36}\/(?:follow|report)\/$/,
  /^\/unlock$/,
  /^\/identity\/(?:confirm\/|me\/|unsubscribe\/)?$/,
  /^\/identity\/comments\/[\da-f-]{36}\/$/,
];

/**
 * Says whether a form may come from anywhere: mail programs end a mail by themselves (RFC 8058), with no page of ours and
 * no cookie. What they may do is in the token of the address alone.
 */
export function takesFromAnywhere(target: string): boolean {
  return target.split("?")[0] === "/identity/unsubscribe/";
}

/** How browsers and our own scripts write a form. */
const WRITTEN_AS: ReadonlySet<string> = new Set([
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
]);

/** Says whether a form may be sent to the path of `target`. */
export function takesForms(target: string): boolean {
  const [path = ""] = target.split("?");
  return TAKING.some((shape) => shape.test(path));
}

/** Says whether a body of this content type can be a form. */
export function isForm(contentType: string | undefined): boolean {
  const [type = ""] = (contentType ?? "").split(";");
  return WRITTEN_AS.has(type.trim().toLowerCase());
}

/** Returns the form in `request`, or null if what was sent is not one. */
export async function readForm(request: Request): Promise<FormData | null> {
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
