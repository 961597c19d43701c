/** A backend for the tests: answers what each test has told it, and remembers what it was asked. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: NodeJS.Dict<string | string[]>;
  body: unknown;
}

export interface Answer {
  status?: number;
  body?: unknown;
}

export class TestApi {
  asked: Asked[] = [];
  /** By path below /api/site/v1; a list is answered one after the other, its last entry from then on. */
  answers = new Map<string, Answer | Answer[]>();
  readonly #server = createServer(async (req, res) => {
    const url = new URL(req.url ?? "/", "http://api");
    const path = url.pathname.replace("/api/site/v1", "");
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { method = "", headers } = req;
    this.asked.push({ method, path, query: url.searchParams, headers, body: text ? JSON.parse(text) : null });
    const told = this.answers.get(`${method} ${path}`) ?? this.answers.get(path);
    const answer = Array.isArray(told) ? (told.length > 1 ? told.shift() : told[0]) : told;
    const { status = 200, body } = answer ?? { status: 404, body: { status: 404, code: "not-found", message: "No." } };
    res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body ?? null));
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    process.env["BACKEND_URL"] = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close().closeAllConnections();
  }

  /** The requests to `path`. */
  to(path: string): Asked[] {
    return this.asked.filter((one) => one.path === path);
  }
}
