/** Brings the editors' user bar into a preview. Markup put in by script runs no scripts, so those are made anew. */
class UserBarElement extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const answer = await fetch(this.dataset["address"] ?? "", { credentials: "omit" });
    if (!answer.ok) return;
    const bar = document.createRange().createContextualFragment("");
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    bar.append(template.content);
    const scripts = [...bar.querySelectorAll("script[src]")];
    for (const script of scripts) script.remove();
    this.append(bar);
    for (const script of scripts) {
      const made = document.createElement("script");
      made.src = script.getAttribute("src") ?? "";
      // In the order written: the second needs the first.
      made.async = false;
      this.append(made);
    }
  }
}

customElements.define("user-bar", UserBarElement);
