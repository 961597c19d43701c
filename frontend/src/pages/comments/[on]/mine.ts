/** Tells the script of a page kept for all what on it is this reader's: what they like, and as whom they write. */
import type { APIRoute } from "astro";
import { ApiProblem, ApiUnavailable } from "../../../lib/api/client.ts";
import { readTheirs } from "../../../lib/discussion.ts";

export const GET: APIRoute = async ({ params, locals }) => {
  const page = Number(params["on"]);
  if (!Number.isSafeInteger(page)) return new Response(null, { status: 404 });
  try {
    return Response.json(await readTheirs({ page, ...locals }));
  } catch (error) {
    if (!(error instanceof ApiProblem || error instanceof ApiUnavailable)) throw error;
    return new Response(null, { status: error instanceof ApiProblem ? error.status : 503 });
  }
};
