/* Selecting comments to decide about together. Without this script every box still works by itself. */

const within = (name) => document.querySelector(`[data-reader-comments-${name}]`);
const boxes = () => [...document.querySelectorAll("[data-reader-comments-one]")];

function show() {
  const all = within("all")?.checked ?? false;
  const chosen = boxes().filter((box) => box.checked).length;
  const page = within("page");
  const told = within("chosen");
  if (page) {
    page.hidden = false;
    page.checked = chosen > 0 && chosen === boxes().length;
    page.indeterminate = chosen > 0 && !page.checked;
    page.disabled = all;
  }
  for (const box of boxes()) {
    box.disabled = all;
  }
  if (told) {
    told.hidden = all || chosen === 0;
    within("number").textContent = String(chosen);
  }
  const together = within("together");
  if (together) {
    together.hidden = !all && chosen === 0 && !together.querySelector("details[open]");
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-reader-comments-page]")) {
    for (const box of boxes()) {
      box.checked = target.checked;
    }
  }
  if (target.matches("[data-reader-comments-page], [data-reader-comments-one], [data-reader-comments-all]")) {
    show();
  }
});
document.addEventListener("w-swap:success", show);
window.addEventListener("pageshow", show);
show();
