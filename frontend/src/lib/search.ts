/** What a search page is asked for, and the addresses of the pages around it. */
import type { FacetPayload, SearchPayload } from "./api/types.gen.ts";

/** What results are narrowed by, in the order it is offered. */
export const FILTERS = ["category", "author", "series", "tag", "year"] as const;
export type Filter = (typeof FILTERS)[number];

/** Characters of a query that are looked for: the API takes no more. */
export const LONGEST_QUERY = 200;

const NAMES = ["q", ...FILTERS, "sort", "language", "cursor"] as const;
type Name = (typeof NAMES)[number];

/** What was asked: only what has a value. */
export type Asked = Readonly<Partial<Record<Name, string>>>;

/** Returns what `query`, the part of an address after "?", asks for. */
export function askedOf(query: URLSearchParams): Asked {
  const asked: Partial<Record<Name, string>> = {};
  for (const name of NAMES) {
    const value = [...(query.get(name) ?? "").trim()].slice(0, LONGEST_QUERY).join("");
    if (value) asked[name] = value;
  }
  return asked;
}

/** Returns the address of a search as `asked`, with some of it otherwise; "" takes something away. */
export function searchPath(asked: Asked, changes: Partial<Record<Name, string>> = {}): string {
  const query = new URLSearchParams();
  // A place in one list is no place in another.
  const all: Asked = { ...asked, cursor: "", ...changes };
  for (const name of NAMES) {
    const value = all[name];
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `/search?${query}` : "/search";
}

/** Returns the filters that are set. */
export function filtersOf(asked: Asked): Filter[] {
  return FILTERS.filter((filter) => asked[filter] !== undefined);
}

/** Returns the name of what `filter` is set to: the answer's, or what stands in the address. */
export function chosenName(results: SearchPayload, filter: Filter, slug: string): string {
  return results.facets[filter].find((facet) => facet.slug === slug)?.name ?? slug;
}

/** Returns what narrows `results`, by filter: nothing that everything found has in common. */
export function groupsOf(results: SearchPayload): Array<{ filter: Filter; facets: readonly FacetPayload[] }> {
  return FILTERS.map((filter) => ({ filter, facets: results.facets[filter] })).filter(
    ({ facets }) => facets.length > 1 || facets.some((facet) => facet.chosen || facet.count < results.total),
  );
}
