/** What the search field offers while somebody types. */
import type { APIRoute } from "astro";
import { ApiProblem, ApiUnavailable, readSuggestions } from "../../lib/api/client.ts";
import type { SuggestionPayload } from "../../lib/api/types.gen.ts";
import { askedOf } from "../../lib/search.ts";

async function suggestions(query: URLSearchParams, unlock: string): Promise<SuggestionPayload[]> {
  const asked = askedOf(query);
  if (!asked.q) return [];
  try {
    return (await readSuggestions({ asked, unlock })).suggestions;
  } catch (error) {
    // A field without suggestions still searches.
    if (error instanceof ApiProblem) return [];
    if (!(error instanceof ApiUnavailable)) throw error;
    console.error(error.message);
    return [];
  }
}

export const GET: APIRoute = async ({ url, locals }) => {
  return Response.json(await suggestions(url.searchParams, locals.unlock));
};
