/** Everything stored about a reader, as a file. */
import type { APIRoute } from "astro";
import { exportOwn } from "../../lib/api/identity.ts";
import { isFailure, orFailure } from "../../lib/failing.ts";
import { textsIn } from "../../lib/texts.ts";

export const GET: APIRoute = async ({ locals }) => {
  const result = await orFailure(exportOwn(locals), textsIn(undefined).identity.failed);
  if (isFailure(result)) {
    return new Response(`${result.message}\n`, {
      status: result.status,
      headers: { "content-type": "text/plain; charset=utf-8" },
    });
  }
  return new Response(`${JSON.stringify(result, null, 2)}\n`, {
    headers: { "content-type": "application/json", "content-disposition": 'attachment; filename="comments.json"' },
  });
};
