/*
 * Deciding by keys. Whoever turns off keyboard shortcuts in Wagtail's account settings has none of these either.
 *
 * A comment is an element with `data-comment`; within it, and in the form for what is selected (`data-key-many`), what
 * a key presses carries `data-key`. `u` presses the last undo button there is, wherever it stands.
 */
(() => {
  "use strict";

  const KEPT = "reader-comments-place";
  const DECISIONS = ["a", "r", "s", "h"];
  const TYPING = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])";

  const config = JSON.parse(document.getElementById("wagtail-config")?.textContent || "{}");
  if (config.KEYBOARD_SHORTCUTS_ENABLED === false) return;

  const comments = () => [...document.querySelectorAll("[data-comment]")];
  const current = () => document.activeElement?.closest("[data-comment]") ?? null;

  const goTo = (comment) => {
    if (!comment) return;
    comment.focus({ preventScroll: true });
    comment.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const all = comments();
    const here = all.indexOf(current());
    goTo(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)]);
  };

  /* The list comes anew after a decision: go on where the moderator was. */
  const keepPlace = () => {
    const here = comments().indexOf(current());
    if (here >= 0) sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, here }));
  };

  const takePlace = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    sessionStorage.removeItem(KEPT);
    const all = comments();
    if (kept && kept.path === location.pathname && all.length > 0) goTo(all[Math.min(kept.here, all.length - 1)]);
  };

  const within = (comment, key) => comment?.querySelector(`[data-key="${key}"]`) ?? null;

  const only = () => (comments().length === 1 ? comments()[0] : null);

  const target = (key) => {
    if (key === "u") return [...document.querySelectorAll("[data-key='u']")].pop() ?? null;
    const selected = document.querySelector("[data-comment] [data-key='x']:checked");
    if (selected && DECISIONS.includes(key)) return document.querySelector(`[data-key-many] [data-key="${key}"]`);
    return within(current() ?? only(), key);
  };

  const search = () => {
    const field = document.querySelector("[role=search] input[name=q], input[name=q]");
    field?.focus();
    field?.select();
    return Boolean(field);
  };

  const explain = () => {
    const why = (current() ?? only())?.querySelector("[data-reader-comment-why]");
    if (!why) return false;
    why.open = true;
    why.querySelector("select")?.focus();
    return true;
  };

  const press = (key) => {
    if (key === "j" || key === "k") {
      step(key === "j" ? 1 : -1);
      return true;
    }
    if (key === "/") return search();
    if (key === "R") return explain();
    const pressed = "arsheuox".includes(key) ? target(key) : null;
    if (!pressed) return false;
    if (key !== "x") keepPlace();
    pressed.click();
    return true;
  };

  /* In Wagtail's own list of shortcuts, ours come first. */
  const teach = () => {
    const ours = document.getElementById("reader-comment-keys");
    const theirs = document.querySelector("#keyboard-shortcuts-dialog table thead");
    if (ours && theirs && !document.getElementById("reader-comment-keys-told")) {
      theirs.after(ours.content.cloneNode(true));
    }
  };

  const show = (root) => {
    for (const element of root.querySelectorAll("[data-key]:not([aria-keyshortcuts])")) {
      element.setAttribute("aria-keyshortcuts", element.dataset.key);
      element.title = `${element.textContent.trim() || element.getAttribute("aria-label")} (${element.dataset.key})`;
    }
  };

  window.addEventListener(
    "keydown",
    (event) => {
      teach();
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(TYPING)) return;
      if (document.querySelector(".w-dialog[aria-hidden='false'], dialog[open], .w-dialog:not([aria-hidden])")) return;
      if (event.repeat && event.key !== "j" && event.key !== "k") return;
      if (press(event.key)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  window.addEventListener("click", teach, true);

  show(document);
  takePlace();
  const results = document.getElementById("listing-results");
  if (results) new MutationObserver(() => show(results)).observe(results, { childList: true, subtree: true });
})();
