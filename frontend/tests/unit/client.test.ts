import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pageCache } from "../../server/shared-cache.ts";
import {
  ApiProblem,
  ApiUnavailable,
  postComment,
  readComment,
  readThread,
  resolvePath,
  siteSettings,
} from "../../src/lib/api/client.ts";
import { TestApi } from "../api.ts";
import { aSite, aThread } from "../samples.ts";

let api: TestApi;
beforeEach(async () => {
  api = new TestApi();
  await api.start();
});
afterEach(() => api.stop());

const form = { body: "Text", name: "Jo", email: "jo@example.org", key: "00000000-0000-4000-8000-000000000001" };

test("asks for a path of this site", async () => {
  api.answers.set("/resolve/", { body: { kind: "page" } });
  expect(await resolvePath({ path: "/blog/ä & b/", page: 3 })).toEqual({ kind: "page" });
  expect(Object.fromEntries(api.asked[0]?.query ?? [])).toEqual({
    path: "/blog/ä & b/",
    site: "blog.test:8000",
    page: "3",
  });
});

test("tells nothing-here from a failure", async () => {
  expect(await resolvePath({ path: "/nope/", page: 1 })).toBeNull();
  expect(await readComment({ id: "x" })).toBeNull();
  api.answers.set("/resolve/", { status: 400, body: { code: "invalid", message: "No path.", errors: [] } });
  await expect(resolvePath({ path: "x", page: 1 })).rejects.toMatchObject({ status: 400, message: "No path." });
});

describe("reads", () => {
  test("are tried a second time", async () => {
    api.answers.set("/pages/12/comments/", [{ status: 503 }, { body: aThread() }]);
    expect(await readThread({ page: 12, cursor: "" })).toEqual(aThread());
    expect(api.asked).toHaveLength(2);
  });

  test("are not tried a third time", async () => {
    api.answers.set("/pages/12/comments/", { status: 502 });
    await expect(readThread({ page: 12, cursor: "" })).rejects.toBeInstanceOf(ApiUnavailable);
    expect(api.asked).toHaveLength(2);
  });

  test("say once that the backend went, and once that it is back", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    api.answers.set("/pages/12/comments/", { status: 200, body: aThread() });
    await readThread({ page: 12, cursor: "" });
    said.mockClear();
    api.answers.set("/pages/12/comments/", { status: 503 });
    for (const _ of [1, 2, 3]) await expect(readThread({ page: 12, cursor: "" })).rejects.toThrow();
    expect(said.mock.calls.flat()).toEqual([expect.stringContaining("The backend is away")]);
    api.answers.set("/pages/12/comments/", { body: aThread() });
    await readThread({ page: 12, cursor: "" });
    await readThread({ page: 12, cursor: "" });
    expect(said.mock.calls.flat().slice(1)).toEqual(["The backend is back."]);
    said.mockRestore();
  });

  test("of an unreachable backend fail as unavailable", async () => {
    api.stop();
    await expect(readThread({ page: 12, cursor: "" })).rejects.toBeInstanceOf(ApiUnavailable);
  });
});

describe("a comment", () => {
  test("is sent once, with the reader's signed address", async () => {
    api.answers.set("/pages/12/comments/", { status: 503 });
    const sent = postComment({ page: 12, form, readerAddress: "192.0.2.1;1;ab" });
    await expect(sent).rejects.toBeInstanceOf(ApiUnavailable);
    expect(api.asked).toHaveLength(1);
    expect(api.asked[0]).toMatchObject({ method: "POST", body: form });
    expect(api.asked[0]?.headers["x-reader-address"]).toBe("192.0.2.1;1;ab");
  });

  test("that is refused comes back as the problem it is", async () => {
    const errors = [{ field: "email", code: "email", message: "No address." }];
    const document = { status: 400, code: "invalid", message: "Look again.", errors };
    api.answers.set("/pages/12/comments/", { status: 400, body: document });
    const problem = await postComment({ page: 12, form, readerAddress: "" }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 400, code: "invalid", message: "Look again.", errors, document });
  });
});

test("the settings of the site are asked for once, again after a purge, and survive a failure", async () => {
  const settings = (name: string) => ({ body: aSite({ name }) });
  pageCache().purge({ tags: ["blog"], paths: [] });
  api.answers.set("/settings/", [settings("One"), settings("Two"), { status: 503 }]);
  expect((await siteSettings())?.name).toBe("One");
  expect((await siteSettings())?.name).toBe("One");
  pageCache().purge({ tags: ["blog"], paths: [] });
  expect((await siteSettings())?.name).toBe("Two");
  pageCache().purge({ tags: ["blog"], paths: [] });
  expect((await siteSettings())?.name).toBe("Two");
});
