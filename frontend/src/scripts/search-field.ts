/**
 * Suggests posts, authors, subjects and tags while one types: a combobox with a list, after the pattern of
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/. The form searches without any of it.
 */
import type { SuggestionPayload } from "../lib/api/types.gen.ts";

/** Milliseconds without a key before suggestions are asked for. */
const PAUSE = 150;
const SHORTEST = 2;

class SearchFieldElement extends HTMLElement {
  #asking = new AbortController();
  #timer = 0;
  #active = -1;

  connectedCallback() {
    const input = this.#find<HTMLInputElement>("input[type=search]");
    const list = this.#find<HTMLElement>("[role=listbox]");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#suggest(input.value), PAUSE);
    });
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("blur", () => this.#show([]));
    // A press on a suggestion must not take the focus away first.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.#goTo(option);
    });
  }

  #onKey(event: KeyboardEvent) {
    const options = this.#options();
    const last = options.length - 1;
    const to: Record<string, number> = {
      ArrowDown: this.#active < last ? this.#active + 1 : -1,
      ArrowUp: this.#active < 0 ? last : this.#active - 1,
    };
    const next = to[event.key];
    if (next !== undefined && last >= 0) {
      event.preventDefault();
      this.#activate(next);
    } else if (event.key === "Enter" && options[this.#active]) {
      event.preventDefault();
      this.#goTo(options[this.#active] as HTMLElement);
    } else if (event.key === "Escape" && last >= 0) {
      event.preventDefault();
      this.#show([]);
    }
  }

  async #suggest(typed: string) {
    this.#asking.abort();
    this.#asking = new AbortController();
    if (typed.trim().length < SHORTEST) return this.#show([]);
    const language = this.querySelector<HTMLInputElement>("[name=language]")?.value;
    const query = new URLSearchParams({ q: typed, ...(language ? { language } : {}) });
    try {
      const answer = await fetch(`/search/suggestions?${query}`, { signal: this.#asking.signal });
      if (answer.ok) this.#show((await answer.json()) as SuggestionPayload[]);
    } catch {
      // Given up for a newer question, or out of reach: the form still searches.
    }
  }

  #show(suggestions: SuggestionPayload[]) {
    const input = this.#find<HTMLInputElement>("input[type=search]");
    const list = this.#find("[role=listbox]");
    const kinds = JSON.parse(this.dataset["kinds"] ?? "{}") as Record<string, string>;
    const shown = document.activeElement === input ? suggestions : [];
    list.replaceChildren(
      ...shown.map((suggestion, place) => {
        const option = document.createElement("div");
        option.id = `search-suggestion-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset["path"] = suggestion.path;
        const kind = document.createElement("span");
        kind.textContent = kinds[suggestion.kind] ?? "";
        option.append(`${suggestion.title} `, kind);
        return option;
      }),
    );
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    this.#activate(-1);
    const told = (shown.length === 1 ? this.dataset["one"] : this.dataset["many"]) ?? "";
    this.#find("[role=status]").textContent = shown.length > 0 ? told.replace("%", String(shown.length)) : "";
  }

  #activate(place: number) {
    this.#active = place;
    const input = this.#find("input[type=search]");
    this.#options().forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === place));
    });
    const option = this.#options()[place];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  #goTo(option: HTMLElement) {
    const path = option.dataset["path"];
    if (path) window.location.assign(path);
  }

  #options(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[role=option]")];
  }

  #find<Found extends HTMLElement>(selector: string): Found {
    const found = this.querySelector<Found>(selector);
    if (!found) throw new Error(`The search field has no ${selector}.`);
    return found;
  }
}

customElements.define("search-field", SearchFieldElement);
