/**
 * What makes a post easier to read and to pass on: the contents say where one is, a citation shows its paper, buttons
 * copy. The text, the list of papers and the links beside the buttons work without it.
 */

/** Milliseconds a card stays when the pointer leaves it, so that it can be reached. */
const REACH = 250;
const QUIET = "data-quiet";

function followContents() {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>(".contents a")].map((link) => [
      document.getElementById(decodeURIComponent(link.hash.slice(1))),
      link,
    ]),
  );
  const passed = new Set<Element>();
  const watch = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) passed[isIntersecting ? "add" : "delete"](target);
      let last: HTMLAnchorElement | undefined;
      for (const [heading, link] of links) {
        link.removeAttribute("aria-current");
        if (heading && passed.has(heading)) last = link;
      }
      last?.setAttribute("aria-current", "true");
    },
    // Everything above a line near the top of the window is passed, however far above.
    { rootMargin: "999999px 0px -85%" },
  );
  for (const heading of links.keys()) if (heading) watch.observe(heading);
}

function showPapers() {
  const card = document.createElement("div");
  card.className = "paper-card";
  card.id = "paper-card";
  card.role = "tooltip";
  card.hidden = true;
  document.body.append(card);
  let shown: Element | null = null;
  let timer = 0;

  const hide = () => {
    card.hidden = true;
    shown?.removeAttribute("aria-describedby");
    shown = null;
  };
  const show = (mark: HTMLAnchorElement) => {
    const paper = document.getElementById(mark.hash.slice(1))?.querySelector("span");
    clearTimeout(timer);
    if (!paper || shown === mark) return;
    hide();
    shown = mark;
    card.textContent = paper.textContent;
    mark.setAttribute("aria-describedby", card.id);
    card.hidden = false;
    const at = mark.getBoundingClientRect();
    const below = at.bottom + card.offsetHeight + 12 < innerHeight;
    const left = Math.min(Math.max(at.left - 24, 12), document.documentElement.clientWidth - card.offsetWidth - 12);
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? at.bottom + 6 : at.top - card.offsetHeight - 6) + scrollY}px`;
  };
  const markOf = (event: Event) => (event.target as Element).closest<HTMLAnchorElement>("a.citation");

  document.addEventListener("pointerover", (event) => {
    document.documentElement.removeAttribute(QUIET);
    if (event.pointerType !== "mouse") return;
    const mark = markOf(event);
    if (mark) show(mark);
    else if (card.contains(event.target as Node)) clearTimeout(timer);
    else if (shown && shown !== document.activeElement) {
      clearTimeout(timer);
      timer = window.setTimeout(hide, REACH);
    }
  });
  document.addEventListener("focusin", (event) => {
    document.documentElement.removeAttribute(QUIET);
    const mark = markOf(event);
    if (mark?.matches(":focus-visible")) show(mark);
    else hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hide();
    document.documentElement.setAttribute(QUIET, "");
  });
}

/** Copies what a button names: the file at an address, or the address of the page. */
function copyOnRequest() {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const address = button.dataset["copy"] ?? "";
      const text = address
        ? fetch(address).then((answer) => (answer.ok ? answer.blob() : Promise.reject(answer.status)))
        : new Blob([button.value], { type: "text/plain" });
      const plain = Promise.resolve(text).then((blob) => new Blob([blob], { type: "text/plain" }));
      const said = button.nextElementSibling;
      try {
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
        if (said) said.textContent = button.dataset["done"] ?? "";
      } catch {
        if (said) said.textContent = button.dataset["failed"] ?? "";
      }
    });
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-share]")) {
    if (!navigator.share) continue;
    button.hidden = false;
    // Whoever closes the sheet again has changed their mind: that is no error.
    button.addEventListener("click", () =>
      navigator.share({ url: button.value, title: document.title }).catch(() => undefined),
    );
  }
}

followContents();
showPapers();
copyOnRequest();
