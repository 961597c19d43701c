/**
 * Makes the comment form answer in place. Everything it does works as plain links and a plain form, too.
 *
 * The form is sent as JSON; errors appear beside their fields; a reply is written under its comment; the text is kept
 * in this browser until it is accepted, and the key of a submission stays the same until the text changes, so that a
 * second try after a lost answer is not a second comment.
 */
import type { CommentPayload } from "../lib/api/types.gen.ts";

interface Answer {
  status: string | number;
  message: string;
  comment?: CommentPayload;
  errors?: Array<{ field: string; message: string }>;
}

class CommentFormElement extends HTMLElement {
  #key = "";
  #ready = false;

  connectedCallback() {
    // Moving the form under another comment connects it again.
    if (this.#ready) return;
    this.#ready = true;
    const home = document.createElement("div");
    this.before(home);
    const form = this.#find<HTMLFormElement>("form");
    const body = this.#find<HTMLTextAreaElement>("[name=body]");
    const title = this.#find(".form-title");
    const general = title.textContent;
    const cancel = this.#find(".form-cancel");
    const parent = this.#find<HTMLInputElement>("[name=parent]");

    body.value ||= this.#stored() ?? "";
    form.addEventListener("input", () => {
      this.#key = "";
      this.#store(body.value);
    });
    form.addEventListener("focusin", () => this.#noteShown(), { once: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(form);
    });
    // A form that the server drew for a reply keeps its plain links.
    if (parent.value) return;
    const place = (spot: Element, id: string, words: string) => {
      spot.after(this);
      parent.value = id;
      this.#key = "";
      title.textContent = words;
      cancel.hidden = id === "";
      body.focus();
    };
    cancel.addEventListener("click", (event) => {
      event.preventDefault();
      place(home, "", general);
    });
    document.getElementById("comments")?.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLElement>("[data-reply]");
      const comment = link?.closest(".comment");
      if (!link || !comment) return;
      event.preventDefault();
      const name = comment.querySelector(".comment-name")?.textContent ?? "";
      place(comment, link.dataset["reply"] ?? "", (this.dataset["answering"] ?? "").replace("{name}", name));
    });
  }

  /** Notes when the form was shown. Without it the form is as welcome. */
  async #noteShown() {
    try {
      const response = await fetch("/comments/form/");
      if (response.ok) this.#find<HTMLInputElement>("[name=form]").value = (await response.json()).token;
    } catch {
      // As above.
    }
  }

  async #send(form: HTMLFormElement) {
    const button = this.#find<HTMLButtonElement>("button");
    if (button.disabled) return;
    button.disabled = true;
    const fields = Object.fromEntries(new FormData(form));
    this.#key ||= crypto.randomUUID?.() ?? "";
    let answer: Answer;
    let ok = false;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        headers: { "content-type": "application/json", "accept-language": document.documentElement.lang },
        body: JSON.stringify({ ...fields, key: this.#key }),
      });
      answer = await response.json();
      ok = response.ok;
    } catch {
      answer = { status: 0, message: this.dataset["unreachable"] ?? "" };
    }
    button.disabled = false;
    this.#mark(answer.errors ?? []);
    this.#find(".form-message").textContent = ok ? "" : answer.message;
    const told = this.#find("[data-told]");
    told.textContent = ok ? answer.message : "";
    if (!ok) {
      (this.querySelector<HTMLElement>("[aria-invalid]") ?? button).focus();
      return;
    }
    this.#key = "";
    this.#find<HTMLTextAreaElement>("[name=body]").value = "";
    this.#store("");
    if (answer.comment) this.#show(answer.comment);
    told.focus();
  }

  #mark(errors: NonNullable<Answer["errors"]>) {
    for (const field of this.querySelectorAll<HTMLInputElement>("[aria-describedby]")) {
      const error = errors.find((one) => one.field === field.name)?.message ?? "";
      this.#find(`#comment-${field.name}-error`).textContent = error;
      if (error) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  /** Draws a published comment from the sample the server has put into the page. */
  #show(comment: CommentPayload) {
    const sample = document.querySelector<HTMLTemplateElement>("#comment-sample");
    const item = sample && (document.importNode(sample.content, true).querySelector("li") as HTMLElement | null);
    if (!item) return;
    const part = (selector: string) => item.querySelector(selector) as HTMLElement;
    const name = comment.author?.name ?? "";
    part(".comment").id = `comment-${comment.id}`;
    part(".comment-name").textContent = name;
    part(".avatar").textContent = name.trim().charAt(0).toUpperCase();
    part("time").textContent = new Date(comment.created_at).toLocaleString(document.documentElement.lang);
    part(".comment-time").setAttribute("href", comment.path);
    part(".comment-verbs").remove();
    // The only HTML this script sets: the text of a comment, cleaned by the server.
    part(".comment-body").innerHTML = comment.html;
    const above = comment.parent && document.getElementById(`comment-${comment.parent}`)?.closest("li");
    if (above) {
      let replies = above.querySelector(":scope > .replies");
      if (!replies) {
        replies = document.createElement("ol");
        replies.className = "replies";
        above.append(replies);
      }
      replies.append(item);
    } else document.querySelector("#comments > .thread")?.append(item);
  }

  #find<T extends HTMLElement>(selector: string): T {
    return this.querySelector(selector) as T;
  }

  get #draft() {
    return `comment-${this.dataset["page"]}`;
  }

  #stored() {
    try {
      return localStorage.getItem(this.#draft);
    } catch {
      return null; // The browser keeps nothing for this site: the form still works.
    }
  }

  #store(text: string) {
    try {
      if (text) localStorage.setItem(this.#draft, text);
      else localStorage.removeItem(this.#draft);
    } catch {
      // As above.
    }
  }
}

customElements.define("comment-form", CommentFormElement);
