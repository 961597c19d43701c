/**
 * Makes the comment form answer in place. Everything it does works as plain links and a plain form, too.
 *
 * The form is sent as JSON; errors appear beside their fields; a reply is written under its comment; the text is kept
 * in this browser until it is accepted, and the key of a submission stays the same until the text changes, so that a
 * second try after a lost answer is not a second comment.
 */
import type { CommentPayload } from "../lib/api/types.gen.ts";
import { commentOf, draw, lead } from "./comment-parts.ts";

interface Answer {
  status: string | number;
  message: string;
  /** Of a comment that is public at once. */
  comment?: CommentPayload;
  /** Of one that waits. */
  id?: string;
  /** What was typed, cleaned by the server. */
  html?: string;
  errors?: Array<{ field: string; message: string }>;
}

const SEEN = ["body", "name", "email", "website"];

class CommentFormElement extends HTMLElement {
  #key = "";
  #ready = false;
  #home = document.createElement("div");
  #general = "";
  #cancel = "";

  connectedCallback() {
    // Moving the form under another comment connects it again.
    if (this.#ready) return;
    this.#ready = true;
    this.before(this.#home);
    const form = this.#find<HTMLFormElement>("form");
    const cancel = this.#find(".form-cancel");
    this.#general = this.#find(".form-title").textContent;
    this.#cancel = cancel.textContent;

    form.addEventListener("input", () => {
      this.#key = "";
      this.#find(".form-preview").hidden = true;
      this.#store();
    });
    form.addEventListener("focusin", () => this.#noteShown(), { once: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(form, event.submitter as HTMLButtonElement);
    });
    this.#find(".form-draft button").addEventListener("click", () => {
      this.#body.value = "";
      this.#forget();
      this.#place("");
    });
    const comments = document.getElementById("comments");
    comments?.addEventListener("known", (event) => this.#know((event as CustomEvent<string>).detail));
    // A form that the server drew for a reply keeps its plain links.
    if (this.#parent.value) {
      this.#restore();
      return;
    }
    cancel.addEventListener("click", (event) => {
      event.preventDefault();
      this.#place("");
      this.#body.focus();
    });
    comments?.addEventListener("click", (event) => {
      const { reply } = (event.target as Element).closest<HTMLElement>("[data-reply]")?.dataset ?? {};
      if (!reply) return;
      event.preventDefault();
      this.#place(reply);
      this.#store();
      this.#body.focus();
    });
    this.#restore();
  }

  /** Moves the form below the comment that is to be answered, or back to where everybody is written to. */
  #place(id: string) {
    const comment = id ? commentOf(id) : null;
    const name = comment?.querySelector(".comment-name")?.textContent ?? "";
    (comment ?? this.#home).after(this);
    this.#parent.value = comment ? id : "";
    this.#key = "";
    this.removeAttribute("data-sent");
    this.#find(".form-title").textContent = comment
      ? (this.dataset["answering"] ?? "").replace("{name}", name)
      : this.#general;
    this.#find(".form-cancel").hidden = !comment;
    this.#find(".form-cancel a").textContent = this.#cancel;
    this.#find("[data-told]").textContent = "";
  }

  /** Notes when the form was shown. Without it the form is as welcome; but who cannot be asked takes no comment now. */
  async #noteShown() {
    try {
      const response = await fetch("/comments/form/");
      this.#find<HTMLInputElement>("[name=form]").value = (await response.json()).token;
    } catch {
      this.#find(".form-message").textContent = this.dataset["away"] ?? "";
    }
  }

  /** Asks nobody for a name who is signed in. */
  #know(name: string) {
    this.#find(".form-as span").textContent = (this.dataset["as"] ?? "").replace("{name}", name);
    this.#ask(false);
  }

  #ask(who: boolean) {
    this.#find(".form-as").hidden = who;
    for (const name of ["name", "email"]) {
      this.#find(`.field-${name}`).hidden = !who;
      this.#find<HTMLInputElement>(`[name=${name}]`).disabled = !who;
    }
  }

  async #send(form: HTMLFormElement, button: HTMLButtonElement) {
    if (this.ariaBusy) return;
    this.ariaBusy = "true";
    const fields = Object.fromEntries(new FormData(form, button));
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
    this.ariaBusy = null;
    const errors = answer.errors ?? [];
    if (errors.some(({ field }) => field === "name" || field === "email")) this.#ask(true);
    if (errors.some(({ field }) => field === "key")) this.#key = "";
    this.#mark(errors);
    // What is said beside a field is not said twice.
    const beside = errors.length === 1 && SEEN.includes(errors[0]?.field ?? "");
    this.#find(".form-message").textContent = ok || beside ? "" : answer.message;
    if (!ok) lead(this.querySelector<HTMLElement>("[aria-invalid]") ?? button);
    else if (answer.html !== undefined) this.#preview(answer.html);
    else await this.#accepted(answer);
  }

  #mark(errors: NonNullable<Answer["errors"]>) {
    for (const field of this.querySelectorAll<HTMLInputElement>("[aria-describedby]")) {
      const error = errors.find((one) => one.field === field.name)?.message ?? "";
      this.#find(`#comment-${field.name}-error`).textContent = error;
      if (error) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  #preview(html: string) {
    const preview = this.#find(".form-preview");
    // The only HTML this script sets: the text of a comment, cleaned by the server.
    this.#find(".form-preview .comment-body").innerHTML = html;
    preview.hidden = false;
    lead(preview);
  }

  /** Says what becomes of the comment, shows it where it stands, and offers to write another. */
  async #accepted(answer: Answer) {
    this.#body.value = "";
    this.#key = "";
    this.#forget();
    this.#find(".form-preview").hidden = true;
    this.dataset["sent"] = "";
    this.#find(".form-cancel").hidden = false;
    this.#find(".form-cancel a").textContent = this.dataset["again"] ?? "";
    const told = this.#find("[data-told]");
    told.textContent = answer.message;
    told.focus();
    try {
      await draw(answer.comment?.id ?? answer.id ?? "");
      this.dispatchEvent(new Event("comment-drawn", { bubbles: true }));
    } catch {
      // It was accepted, and they were told so; it is there when they come back.
    }
  }

  #find<T extends HTMLElement>(selector: string): T {
    return this.querySelector(selector) as T;
  }

  get #body() {
    return this.#find<HTMLTextAreaElement>("[name=body]");
  }

  get #parent() {
    return this.#find<HTMLInputElement>("[name=parent]");
  }

  get #draft() {
    return `draft ${location.pathname}`;
  }

  /** Brings a draft back, and says so. */
  #restore() {
    try {
      const [text, parent] = JSON.parse(localStorage.getItem(this.#draft) ?? "[]") as string[];
      if (!text || this.#body.value) return;
      if (parent && !this.#parent.value) this.#place(parent);
      this.#body.value = text;
      this.#find(".form-draft").hidden = false;
    } catch {
      // The browser keeps nothing for this site: the form still works.
    }
  }

  #store() {
    if (!this.#body.value) return this.#forget();
    try {
      localStorage.setItem(this.#draft, JSON.stringify([this.#body.value, this.#parent.value]));
    } catch {
      // As above.
    }
  }

  #forget() {
    this.#find(".form-draft").hidden = true;
    try {
      localStorage.removeItem(this.#draft);
    } catch {
      // As above.
    }
  }
}

customElements.define("comment-form", CommentFormElement);
