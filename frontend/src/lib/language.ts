/** What depends on the language a page is written in. */

const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

export function direction(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** Returns the language of `path` by the front pages of the site; undefined if they are not known. */
export function languageAt(
  path: string,
  site: { readonly languages: ReadonlyArray<{ readonly language: string; readonly path: string }> } | null,
): string | undefined {
  const [own, ...others] = site?.languages ?? [];
  return (others.find((each) => `${path}/`.startsWith(each.path)) ?? own)?.language;
}

/** Returns the language of the site that a reader's browser asks for (Accept-Language) before all others of it. */
export function languageAsked(
  header: string | null,
  site: { readonly languages: ReadonlyArray<{ readonly language: string }> } | null,
): string | undefined {
  const offered = (site?.languages ?? []).map(({ language }) => language);
  const wanted = (header ?? "")
    .split(",")
    .map((part) => /^\s*([a-z]{1,8})(?:-[\w-]*)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part))
    .flatMap((found) => (found ? [{ language: (found[1] ?? "").toLowerCase(), weight: Number(found[2] ?? 1) }] : []))
    .sort((one, other) => other.weight - one.weight);
  return wanted.find(({ language, weight }) => weight > 0 && offered.includes(language))?.language ?? offered[0];
}

/** Keeps what `make` gives for a locale: making one costs far more than using it, and a site has few languages. */
export function keptFor<Kept>(make: (locale: string) => Kept): (locale: string) => Kept {
  const kept = new Map<string, Kept>();
  return (locale) => {
    const found = kept.get(locale);
    if (found) return found;
    const made = make(locale);
    kept.set(locale, made);
    return made;
  };
}

const days = keptFor((locale) => new Intl.DateTimeFormat(locale, { dateStyle: "long" }));
const minutes = keptFor((locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }));
const calendarDays = keptFor((locale) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }));
const plurals = keptFor((locale) => new Intl.PluralRules(locale));
const numbers = keptFor((locale) => new Intl.NumberFormat(locale));
const segmenter = new Intl.Segmenter();

/** Returns the first letter of `name` as readers see one, however many characters it is written with. */
export function initial(name: string): string {
  const [first] = segmenter.segment(name.trim());
  return first?.segment.toLocaleUpperCase() ?? "";
}

/** Returns the day of `instant` (ISO 8601) in words, in the time zone of this process. */
export function day(instant: string, locale: string): string {
  return days(locale).format(new Date(instant));
}

/** Returns day and minute of `instant` (ISO 8601) in words, in the time zone of this process. */
export function minute(instant: string, locale: string): string {
  return minutes(locale).format(new Date(instant));
}

/** Returns a calendar day (ISO 8601, without time) in words. */
export function calendarDay(date: string, locale: string): string {
  return calendarDays(locale).format(new Date(date));
}

/** Returns a size in bytes in the unit it is read in best. */
export function fileSize(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits }).format(value);
}

/**
 * Returns the form that goes with `count` by the plural rules of `locale` (Unicode's CLDR), the number in place of "%".
 *
 * A form that is not given is the same as `other`.
 */
export function plural(
  count: number,
  locale: string,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string },
): string {
  const form = forms[plurals(locale).select(count)] ?? forms.other;
  return form.replace("%", number(count, locale));
}

export function number(value: number, locale: string): string {
  return numbers(locale).format(value);
}
