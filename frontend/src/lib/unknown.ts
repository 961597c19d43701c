/** What the API may send before this site has learned it. */

/** A page of a type that has no screen: a mistake in the release, not in the content. */
export class UnknownPageType extends Error {
  constructor(type: string) {
    super(`No screen for pages of the type "${type}": add it to the map in components/Screen.astro.`);
  }
}

const reported = new Set<string>();

/** Says once per type that a block cannot be drawn; returns nothing, which is what is drawn. */
export function reportUnknownBlock(block: never): null {
  const { type } = block as { type: string };
  if (!reported.has(type)) {
    reported.add(type);
    console.error(`No component for blocks of the type "${type}": they are left out.`);
  }
  return null;
}
