// The page editor's panel of reader comments: its links and forms are answered inside the panel, so that nothing
// typed into the page is lost. Without this script they lead to a screen of their own.
const PANEL = "[data-comment-policy]";

/** Puts the server's answer into the panel and leads there; says so if there is none, and leaves all as it was. */
async function answerInside(panel, address, request = {}) {
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...request });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    panel.innerHTML = await answer.text();
    const part = panel.querySelector("[data-comment-policy-said]:not(.w-hidden)");
    (part ?? panel.querySelector("select, [data-comment-policy-change]"))?.focus();
  } catch {
    const said = document.createElement("p");
    said.className = "error-message";
    said.setAttribute("role", "alert");
    said.textContent = panel.dataset.failed;
    panel.prepend(said);
  } finally {
    panel.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-comment-policy-change], [data-comment-policy-back]");
  const panel = link?.closest(PANEL);
  if (!panel || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const address = panel.dataset.commentPolicy;
  answerInside(panel, link.hasAttribute("data-comment-policy-change") ? `${address}?change` : address);
});

document.addEventListener("submit", (event) => {
  const panel = event.target.closest(PANEL);
  if (!panel) return;
  event.preventDefault();
  if (panel.hasAttribute("aria-busy")) return;
  const body = new FormData(event.target, event.submitter);
  answerInside(panel, panel.dataset.commentPolicy, { method: "POST", body });
});
