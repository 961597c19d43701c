import type { Resolved } from "./api/types.gen.ts";
import type { Discussion } from "./discussion.ts";

/** What every screen is drawn from. */
export interface ScreenProps {
  resolved: Resolved;
  discussion: Discussion | null;
}
