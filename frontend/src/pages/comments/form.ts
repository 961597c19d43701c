/** Tells a form's script when the form was shown, in words that only the API can check. */
import type { APIRoute } from "astro";
import { ApiProblem, ApiUnavailable, readFormToken } from "../../lib/api/client.ts";

export const GET: APIRoute = async () => {
  const headers = { "cache-control": "no-store" };
  try {
    return Response.json(await readFormToken(), { headers });
  } catch (error) {
    if (!(error instanceof ApiProblem || error instanceof ApiUnavailable)) throw error;
    console.error(error.message);
    return new Response(null, { status: 503, headers });
  }
};
