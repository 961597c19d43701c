/** Offers to play what another site shows inside this page; until a reader asks, nothing is loaded from there. */

class EmbedPlayer extends HTMLElement {
  connectedCallback() {
    const { player, title = "", play = "", told = "" } = this.dataset;
    if (!player || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = play;
    const note = document.createElement("p");
    note.className = "embed-told";
    note.textContent = told;
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.src = player;
      frame.title = title;
      frame.allow = "encrypted-media; fullscreen; picture-in-picture";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.sandbox.add("allow-scripts", "allow-same-origin", "allow-presentation", "allow-popups");
      button.replaceWith(frame);
      note.remove();
      frame.focus();
    });
    this.append(button, note);
  }
}

customElements.define("embed-player", EmbedPlayer);
