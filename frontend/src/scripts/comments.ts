/**
 * Lets readers stay where they are: more comments, forms about a comment, likes and links to a comment work in place.
 * Every one of them is a plain link or a plain form, and is followed as such where something goes wrong.
 */
import "./comment-form.ts";
import { commentOf, draw, drawMore, lead, panelIn, readPage, redraw } from "./comment-parts.ts";

const COMMENT = /^#comment-([\da-f-]{36})$/;
const section = document.querySelector<HTMLElement>("#comments");
const likes = new Set<string>();

function say(words: string | undefined): void {
  const said = section?.querySelector(".said");
  if (said) said.textContent = words ?? "";
}

/** Marks what this reader likes: pages kept for all do not know. */
function markLikes(): void {
  for (const button of section?.querySelectorAll<HTMLButtonElement>(".like") ?? []) {
    if (!likes.has(button.value)) continue;
    paint(button, true);
    // Likes are counted anew twice a minute; one's own is there at once.
    const count = button.lastElementChild;
    if (count && !count.textContent) count.textContent = (1).toLocaleString(document.documentElement.lang);
  }
}

function paint(button: HTMLButtonElement, liked: boolean): void {
  button.name = liked ? "unlike" : "like";
  button.ariaPressed = String(liked);
}

async function react(button: HTMLButtonElement, form: HTMLFormElement): Promise<void> {
  const like = button.name === "like";
  paint(button, like);
  const body = new URLSearchParams({ [like ? "like" : "unlike"]: button.value, path: location.pathname });
  const response = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
  const answer = (await response.json()) as { score: number; liked: boolean; message: string };
  paint(button, response.ok ? answer.liked : !like);
  const place = button.closest(".comment-verbs") as HTMLElement;
  let note = place.querySelector<HTMLElement>("[role=alert]");
  if (response.ok) {
    (button.lastElementChild as HTMLElement).textContent = answer.score
      ? answer.score.toLocaleString(document.documentElement.lang)
      : "";
    likes[answer.liked ? "add" : "delete"](button.value);
    note?.remove();
  } else {
    if (!note) {
      note = document.createElement("p");
      note.role = "alert";
      place.append(note);
    }
    note.textContent = answer.message;
  }
}

function shut(): void {
  const panel = section?.querySelector(".panel");
  const link = section?.querySelector<HTMLElement>("[data-opens][aria-expanded=true]");
  panel?.remove();
  link?.setAttribute("aria-expanded", "false");
  link?.focus();
}

/** Opens the form behind `link` below the comment it is about, or shuts it. */
async function open(link: HTMLAnchorElement): Promise<void> {
  const shown = link.ariaExpanded === "true";
  shut();
  if (shown) return;
  const panel = panelIn(await readPage(link.href));
  if (!panel) throw new Error(link.href);
  const comment = link.closest(".comment");
  if (comment) comment.append(panel);
  else link.closest(".comments-head")?.after(panel);
  link.ariaExpanded = "true";
  lead(panel.querySelector<HTMLElement>(":is(input:not([type=hidden]), textarea, button, .told)"));
}

/** Sends a form of a panel; what comes back takes its place, or the comment is drawn as it is now. */
async function submit(panel: Element, form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const fields = new FormData(form, button) as unknown as Record<string, string>;
  const next = panelIn(await readPage(form.action, new URLSearchParams(fields)));
  if (next) {
    panel.replaceWith(next);
    lead(next.querySelector<HTMLElement>("[aria-invalid], .told, :is(input, textarea):not([type=hidden])"));
    return;
  }
  const id = panel.closest(".comment")?.id.slice("comment-".length) ?? "";
  const comment = await redraw(id);
  say(button.dataset["done"]);
  lead(comment ?? section?.querySelector<HTMLElement>(".said"));
}

/** Shows the comment that the address names, wherever in the thread it stands. */
async function follow(): Promise<void> {
  const [, id] = COMMENT.exec(location.hash) ?? [];
  if (!id) return;
  const here = commentOf(id);
  if (here) return lead(here);
  const found = await draw(id);
  if (!found) return say(section?.dataset["missing"]);
  markLikes();
  // Only now does the browser know what the address points to.
  location.replace(location.hash);
  lead(found);
}

/** Does `work` in place; if that fails, the browser does as it would without us. */
function attempt(event: Event, work: Promise<unknown>, otherwise: () => void): void {
  event.preventDefault();
  work.catch(otherwise);
}

section?.addEventListener("click", (event) => {
  const link = (event.target as Element).closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const walk = () => location.assign(link.href);
  if (link.closest(".comments-more") && !link.ariaBusy) {
    link.ariaBusy = "true";
    const drawn = drawMore(link).then(([first]) => {
      markLikes();
      say(section.dataset["shown"]);
      lead(first);
    });
    attempt(event, drawn, walk);
  } else if (link.matches("[data-opens]")) attempt(event, open(link), walk);
  else if (link.matches("[data-closes]")) {
    event.preventDefault();
    shut();
  }
});

section?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (event.target as Element).closest(".panel")) shut();
});

section?.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const button = event.submitter as HTMLButtonElement;
  const panel = form.closest(".panel");
  if (form.id === "comment-likes") attempt(event, react(button, form), () => say(section.dataset["stopped"]));
  else if (panel) attempt(event, submit(panel, form, button), () => say(section.dataset["stopped"]));
});

section?.addEventListener("comment-drawn", markLikes);
const find = () => follow().catch(() => say(section?.dataset["stopped"]));
addEventListener("hashchange", find);
find();

/** Asks what is this reader's; without it the page is as all see it. */
async function ask(comments: HTMLElement): Promise<void> {
  try {
    const response = await fetch(`/comments/${comments.dataset["page"]}/mine/`);
    if (!response.ok) return;
    const mine = (await response.json()) as { likes: string[]; writesAs: string };
    for (const id of mine.likes) likes.add(id);
    markLikes();
    if (mine.writesAs) comments.dispatchEvent(new CustomEvent("known", { detail: mine.writesAs }));
  } catch {
    // As above.
  }
}

if (section) {
  new IntersectionObserver(
    ([entry], observer) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      ask(section);
    },
    { rootMargin: "600px" },
  ).observe(section);
}
