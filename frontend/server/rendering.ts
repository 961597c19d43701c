/** Turns a request into a finished answer by way of the built site. */
import { EventEmitter } from "node:events";
import type { Rendered } from "./page-cache.ts";

export interface SiteRequest {
  method: string;
  /** Path and query. */
  target: string;
  headers: Record<string, string>;
  body?: Buffer;
}

/** The handler of @astrojs/node in middleware mode. */
export type SiteHandler = (req: unknown, res: unknown, next: undefined, locals: App.Locals) => Promise<void>;

/** Renders `request`; rejects if the site closes the answer before it is complete. */
export async function render(handler: SiteHandler, request: SiteRequest, locals: App.Locals): Promise<Rendered> {
  const answer = new Answer();
  const { method, target: url, headers, body } = request;
  await handler({ method, url, headers, body, socket: {}, once: () => undefined }, answer, undefined, locals);
  return answer.rendered(method);
}

/** The part of http.ServerResponse that the handler uses; keeps everything instead of sending it. */
class Answer extends EventEmitter {
  statusCode = 200;
  statusMessage = "";
  headersSent = false;
  #headers: Record<string, string> = {};
  #broken: Error | null = null;
  readonly #chunks: Uint8Array[] = [];

  writeHead(status: number, headers: Record<string, string> = {}): this {
    this.statusCode = status;
    this.#headers = headers;
    this.headersSent = true;
    return this;
  }

  write(chunk: Uint8Array | string): boolean {
    this.#chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
    return true;
  }

  end(chunk?: Uint8Array | string): this {
    if (chunk !== undefined) this.write(chunk);
    return this;
  }

  destroy(error?: Error): this {
    this.#broken = error ?? new Error("the answer was cut off");
    return this;
  }

  rendered(method: string): Rendered {
    if (this.#broken) throw this.#broken;
    const { "cdn-cache-control": lifetime = "", "cache-tag": tags = "", ...headers } = this.#headers;
    const maxAge = /\bmax-age=(\d+)/.exec(lifetime)?.[1];
    const staleFor = /\bstale-while-revalidate=(\d+)/.exec(lifetime)?.[1] ?? "0";
    return {
      status: this.statusCode,
      headers,
      body: Buffer.concat(this.#chunks),
      tags: tags.split(/,\s*/).filter(Boolean),
      keep: method === "GET" && maxAge !== undefined ? { maxAge: Number(maxAge), staleFor: Number(staleFor) } : null,
    };
  }
}
