/**
 * Finished pages in memory, kept as the bytes that will be sent.
 *
 * A page is known by its path and its allowed query. It carries tags; a purge names tags or paths, marks the pages that
 * bear them as stale and keeps them, so that a page can still be shown while the backend is away, unless it is gone. Answers that show no
 * page (not found, moved, not public) become stale with every purge: any change may put a page in their place.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** What a renderer hands over. `keep` is null for an answer that must not be kept; its numbers are seconds. */
export interface Rendered {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  tags: readonly string[];
  keep: { maxAge: number; staleFor: number } | null;
}

/** Something ready to be sent. */
export interface Page {
  status: number;
  headers: Record<string, string>;
  etag: string | null;
  identity: Buffer;
  gzip: Buffer | null;
  brotli: Buffer | null;
}

export interface PageAddress {
  path: string;
  /** Path and allowed query, in one order. */
  key: string;
}

export interface Purge {
  tags: readonly string[];
  paths: readonly string[];
  /** Tags of what readers may not see again, even while the backend is away: it is not kept. */
  gone?: readonly string[];
}

interface Kept {
  page: Page;
  path: string;
  tags: ReadonlySet<string>;
  bytes: number;
  freshUntil: number;
  staleUntil: number;
  purged: boolean;
  retryAt: number;
}

interface Flight {
  epoch: number;
  startedAt: number;
  result: Promise<Page>;
}

export interface Limits {
  /** Bytes of all pages together, in every encoding. */
  bytes: number;
  /** Bytes of answers that show no page: apart, so that guessing addresses pushes no page out. */
  otherBytes: number;
  /** Milliseconds a reader waits for a purged page to be made anew before the old one is sent. */
  purgeBudget: number;
  /** Milliseconds without a new attempt after the backend failed to give a page. */
  pause: number;
}

export const LIMITS: Limits = {
  bytes: 64 * 1024 * 1024,
  otherBytes: 4 * 1024 * 1024,
  purgeBudget: 1000,
  pause: 2000,
};

/** Returns the limits of a cache of `bytes`. */
export function limitsOf(bytes: number): Limits {
  return { ...LIMITS, bytes, otherBytes: Math.min(LIMITS.otherBytes, bytes) };
}

/** The tag that every page bears. */
const EVERYTHING = "blog";
const OVERHEAD = 1024;
const SMALLEST_WORTH_PACKING = 512;
const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);

export class PageCache {
  /** Grows with every purge. */
  epoch = 0;
  /** Grows with every purge of what stands on every page. */
  edition = 0;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #pages: Shelf;
  readonly #others: Shelf;
  readonly #flights = new Map<string, Flight>();

  constructor({ limits = LIMITS, now = Date.now }: { limits?: Limits; now?: () => number } = {}) {
    this.#limits = limits;
    this.#now = now;
    this.#pages = new Shelf(limits.bytes);
    this.#others = new Shelf(limits.otherBytes);
  }

  get bytes(): number {
    return this.#pages.bytes + this.#others.bytes;
  }

  /** Returns the page kept at `key` if it may be sent as it is. */
  fresh(key: string): Page | undefined {
    const kept = this.#kept(key);
    return kept && !kept.purged && this.#now() < kept.freshUntil ? kept.page : undefined;
  }

  /** Returns the page kept at `key`, however old, if there is one: for when no other can be made. */
  lastGood(key: string): Page | undefined {
    return this.#pages.use(key)?.page;
  }

  /**
   * Returns the page at `address`, made by `render` when none is fresh.
   *
   * One render per key at a time. A page past its age is sent at once and made anew behind the reader's back; a purged
   * one is made anew first, within the purge budget. When the render fails or answers 5xx, the old page is sent if
   * there is one. Rejects only if the render rejects and nothing is kept.
   */
  async answer(address: PageAddress, render: () => Promise<Rendered>): Promise<Page> {
    const kept = this.#kept(address.key);
    if (!kept) return this.#flight(address, render).result;
    const now = this.#now();
    if ((!kept.purged && now < kept.freshUntil) || now < kept.retryAt) return kept.page;
    const flight = this.#flight(address, render);
    const settled = flight.result.then(
      (page) => this.#orKept(page, kept),
      () => this.#orKept(null, kept),
    );
    if (!kept.purged && now < kept.staleUntil) return kept.page;
    const budget = this.#limits.purgeBudget - (now - flight.startedAt);
    return budget > 0 ? within(budget, settled, kept.page) : kept.page;
  }

  /**
   * Marks as stale every page that bears one of the tags or lives at one of the paths, and all that is no page; drops
   * every page that bears a tag that is gone. Returns how many.
   */
  purge({ tags, paths, gone = [] }: Purge): number {
    this.epoch += 1;
    const named = new Set(tags);
    if (named.has(EVERYTHING)) this.edition += 1;
    const places = new Set(paths);
    let count = 0;
    for (const shelf of [this.#pages, this.#others]) {
      count += shelf.dropBearing(new Set(gone));
      for (const kept of shelf.all()) {
        if (shelf === this.#pages && !places.has(kept.path) && named.isDisjointFrom(kept.tags)) continue;
        kept.purged = true;
        kept.retryAt = 0;
        count += 1;
      }
    }
    return count;
  }

  #kept(key: string): Kept | undefined {
    return this.#pages.use(key) ?? this.#others.use(key);
  }

  #orKept(page: Page | null, kept: Kept): Page {
    if (page && page.status < 500) return page;
    kept.retryAt = this.#now() + this.#limits.pause;
    return kept.page;
  }

  #flight(address: PageAddress, render: () => Promise<Rendered>): Flight {
    const running = this.#flights.get(address.key);
    if (running && running.epoch === this.epoch) return running;
    const flight: Flight = { epoch: this.epoch, startedAt: this.#now(), result: this.#make(address, render) };
    this.#flights.set(address.key, flight);
    const landed = () => {
      if (this.#flights.get(address.key) === flight) this.#flights.delete(address.key);
    };
    flight.result.then(landed, landed);
    return flight;
  }

  async #make(address: PageAddress, render: () => Promise<Rendered>): Promise<Page> {
    const { epoch } = this;
    const rendered = await render();
    const page = await finish(rendered);
    // A purge that came meanwhile may be about what this page shows: the reader gets it, nobody after.
    if (page.status >= 500 || epoch !== this.epoch) return page;
    this.#pages.drop(address.key);
    this.#others.drop(address.key);
    if (!rendered.keep || "set-cookie" in rendered.headers) return page;
    const now = this.#now();
    const freshUntil = now + rendered.keep.maxAge * 1000;
    const shelf = page.status === 200 ? this.#pages : this.#others;
    shelf.put(address.key, {
      page,
      path: address.path,
      tags: new Set(rendered.tags),
      bytes: OVERHEAD + page.identity.length + (page.gzip?.length ?? 0) + (page.brotli?.length ?? 0),
      freshUntil,
      staleUntil: freshUntil + rendered.keep.staleFor * 1000,
      purged: false,
      retryAt: 0,
    });
    return page;
  }
}

/** Returns a page with its packed copies and its mark for conditional requests. */
export async function finish({ status, headers, body }: Rendered): Promise<Page> {
  const packs = body.length >= SMALLEST_WORTH_PACKING && /^text\/|json|xml/.test(headers["content-type"] ?? "");
  const [gzipped, brotlied] = packs
    ? await Promise.all([
        packGzip(body, { level: 6 }),
        packBrotli(body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
        }),
      ])
    : [null, null];
  const digest = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  return {
    status,
    headers,
    etag: status === 200 ? `W/"${digest}"` : null,
    identity: body,
    gzip: gzipped,
    brotli: brotlied,
  };
}

/** Least recently used first out, bounded by bytes. */
class Shelf {
  bytes = 0;
  readonly #limit: number;
  readonly #pages = new Map<string, Kept>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  all(): Iterable<Kept> {
    return this.#pages.values();
  }

  use(key: string): Kept | undefined {
    const kept = this.#pages.get(key);
    if (kept) {
      this.#pages.delete(key);
      this.#pages.set(key, kept);
    }
    return kept;
  }

  put(key: string, kept: Kept): void {
    this.drop(key);
    if (kept.bytes > this.#limit) return;
    this.#pages.set(key, kept);
    this.bytes += kept.bytes;
    for (const oldest of this.#pages.keys()) {
      if (this.bytes <= this.#limit) break;
      this.drop(oldest);
    }
  }

  dropBearing(tags: ReadonlySet<string>): number {
    const named = [...this.#pages].filter(([, kept]) => !tags.isDisjointFrom(kept.tags)).map(([key]) => key);
    for (const key of named) this.drop(key);
    return named.length;
  }

  drop(key: string): void {
    const kept = this.#pages.get(key);
    if (!kept) return;
    this.#pages.delete(key);
    this.bytes -= kept.bytes;
  }
}

async function within(milliseconds: number, result: Promise<Page>, otherwise: Page): Promise<Page> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Page>((resolve) => {
    timer = setTimeout(resolve, milliseconds, otherwise);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
