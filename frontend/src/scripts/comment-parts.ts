/**
 * Takes parts of our own pages over into the one that is open.
 *
 * What a reader does in place is a page of its own without a script: it is fetched, and the part of it that matters is
 * put where it belongs. No text becomes HTML here.
 */

/** Returns the page at `address`, or the answer to a form sent there. Rejects when the site cannot be reached. */
export async function readPage(address: string, body?: URLSearchParams): Promise<Document> {
  const response = await fetch(address, body ? { method: "POST", body } : {});
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Returns the form in a page drawn for it alone. */
export function panelIn(page: Document): HTMLElement | null {
  return page.querySelector(".panel");
}

export function commentOf(id: string, page: Document = document): HTMLElement | null {
  return page.getElementById(`comment-${id}`);
}

/** Returns the page that shows the comment of this id in its place. */
export function placeOf(id: string): Promise<Document> {
  return readPage(`${location.pathname}?comments=a${id.replaceAll("-", "")}`);
}

const branchIn = (item: Element) => item.querySelector(":scope > .branch");
const moreIn = (item: Element) => item.querySelector(":scope > .comments-more");

/**
 * Puts the comments of `incoming` (a list of another page) into `list`, and answers to those that are here below them;
 * returns those that are new here. A comment that is here already stays as it is.
 */
export function merge(incoming: Element | null, list: Element): HTMLElement[] {
  const added: HTMLElement[] = [];
  for (const item of incoming ? [...incoming.children] : []) {
    const { id } = item.querySelector(".comment") ?? item;
    const here = document.getElementById(id)?.closest("li");
    if (here) {
      const branch = branchIn(item);
      const own = branchIn(here);
      if (branch && own) {
        added.push(...merge(branch.querySelector(".replies"), own.querySelector(".replies") as Element));
        own.querySelector("summary")?.replaceWith(branch.querySelector("summary") as Element);
      } else if (branch) {
        here.querySelector(":scope > .comment")?.after(branch);
        added.push(...branch.querySelectorAll<HTMLElement>(".comment"));
      }
    } else {
      repliesOf((item as HTMLElement).dataset["parent"], list).append(item);
      added.push(...item.querySelectorAll<HTMLElement>(".comment"));
    }
  }
  return added;
}

/** Returns the list of answers to the comment of this id, a new one if it has none; `otherwise` if it is not here. */
function repliesOf(id: string | undefined, otherwise: Element): Element {
  const item = id && commentOf(id)?.closest("li");
  if (!item) return otherwise;
  const found = branchIn(item)?.querySelector(":scope > .replies") ?? item.querySelector(":scope > .replies");
  if (found) return found;
  const list = document.createElement("ol");
  list.className = "replies";
  item.append(list);
  return list;
}

/** Draws what follows the link `more`, in place of it; returns the comments that are new here. */
export async function drawMore(more: HTMLAnchorElement): Promise<HTMLElement[]> {
  const page = await readPage(more.href);
  const line = more.closest(".comments-more") as HTMLElement;
  const root = line.closest("li");
  const thread = page.querySelector(".thread:not(.own-waiting)");
  const next = root
    ? thread?.firstElementChild && moreIn(thread.firstElementChild)
    : moreIn(page.querySelector("#comments") as Element);
  const added = merge(thread, document.querySelector(".thread") as Element);
  if (next) line.replaceWith(next);
  else line.remove();
  return added;
}

/** Draws the comment of this id where it stands, or where its author sees it wait; returns null if it is gone. */
export async function draw(id: string): Promise<HTMLElement | null> {
  const page = await placeOf(id);
  const thread = document.querySelector(".thread") as HTMLElement;
  const waiting = page.querySelector(".own-waiting");
  merge(page.querySelector(".thread:not(.own-waiting)"), thread);
  const own = document.querySelector(".own-waiting");
  if (waiting && own) merge(waiting, own);
  else if (waiting) {
    const list = document.createElement("ol");
    list.className = "thread own-waiting";
    thread.after(list);
    merge(waiting, list);
  }
  return commentOf(id);
}

/** Draws the comment of this id anew after its author has changed it, or takes it away; returns it if it is there. */
export async function redraw(id: string): Promise<HTMLElement | null> {
  const old = commentOf(id);
  const fresh = commentOf(id, await placeOf(id));
  if (fresh) old?.replaceWith(fresh);
  else old?.closest("li")?.remove();
  return fresh;
}

/** Leads the reader's eye and keyboard to a part of the page. */
export function lead(element: HTMLElement | null | undefined): void {
  element?.focus();
  element?.scrollIntoView({ block: "nearest" });
}
