/** What this process counts, in the text format of Prometheus. Labels are names of ours, few, never what a reader chose. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What was asked for. */
export type Kind = "asset" | "feed" | "file" | "form" | "health" | "metrics" | "page" | "purge" | "refused";
/** Whether a page all readers share was kept fresh, kept but old, or not kept. */
export type Found = "hit" | "stale" | "miss";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);

interface Times {
  buckets: number[];
  sum: number;
  count: number;
}

export class Metrics {
  readonly #answers = new Map<string, number>();
  readonly #times = new Map<Kind, Times>();
  readonly #cache: Record<Found, number> = { hit: 0, stale: 0, miss: 0 };

  /** Counts an answer; a method nobody knows is counted as "other". */
  answered({ kind, method, status, seconds }: { kind: Kind; method: string; status: number; seconds: number }): void {
    const label = `kind="${kind}",method="${METHODS.has(method) ? method : "other"}",status="${status}"`;
    this.#answers.set(label, (this.#answers.get(label) ?? 0) + 1);
    const times = this.#times.get(kind) ?? { buckets: SECONDS.map(() => 0), sum: 0, count: 0 };
    this.#times.set(kind, times);
    times.sum += seconds;
    times.count += 1;
    for (const [place, bound] of SECONDS.entries()) {
      if (seconds <= bound) times.buckets[place] = (times.buckets[place] ?? 0) + 1;
    }
  }

  /** Counts what was found for a page that all readers share. */
  looked(found: Found): void {
    this.#cache[found] += 1;
  }

  /** Returns everything as text; `cacheBytes` is how much the kept pages hold. */
  text(cacheBytes: number): string {
    const times = [...this.#times].flatMap(([kind, { buckets, sum, count }]) => [
      ...buckets.map(
        (number, place) => `motacilla_frontend_request_seconds_bucket{kind="${kind}",le="${SECONDS[place]}"} ${number}`,
      ),
      `motacilla_frontend_request_seconds_bucket{kind="${kind}",le="+Inf"} ${count}`,
      `motacilla_frontend_request_seconds_sum{kind="${kind}"} ${sum}`,
      `motacilla_frontend_request_seconds_count{kind="${kind}"} ${count}`,
    ]);
    return [
      "# HELP motacilla_frontend_requests_total Requests answered.",
      "# TYPE motacilla_frontend_requests_total counter",
      ...[...this.#answers].map(([label, number]) => `motacilla_frontend_requests_total{${label}} ${number}`),
      "# HELP motacilla_frontend_request_seconds How long requests took to answer.",
      "# TYPE motacilla_frontend_request_seconds histogram",
      ...times,
      "# HELP motacilla_frontend_cache_total What was found for a page that all readers share.",
      "# TYPE motacilla_frontend_cache_total counter",
      ...Object.entries(this.#cache).map(
        ([found, number]) => `motacilla_frontend_cache_total{found="${found}"} ${number}`,
      ),
      "# HELP motacilla_frontend_cache_bytes Bytes of kept pages.",
      "# TYPE motacilla_frontend_cache_bytes gauge",
      `motacilla_frontend_cache_bytes ${cacheBytes}`,
      "",
    ].join("\n");
  }
}

/** Says whether a request shows the operator's token; without one set, none does. */
export function mayReadMetrics(req: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return token !== "" && timingSafeEqual(digest(req.headers.authorization ?? ""), digest(`Bearer ${token}`));
}
