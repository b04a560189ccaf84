import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SourceConfig, TargetConfig } from "../../model/index.ts";
import { openLog, sleep } from "../../platform/index.ts";
import { readRoadmapFile } from "../roadmap/desk.ts";
import { OutsideDesk } from "./desk.ts";
import { lookOutside, noteLanded, tellLanded } from "./look.ts";
import { targetConfig } from "../../model/state.fixture.ts";

let folder: string;
const readLines = (name: string) => readFileSync(join(folder, name), "utf8").split("\n").length - 1;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-outside-"));
  vi.stubEnv("XDG_STATE_HOME", join(folder, "state"));
  vi.stubEnv("GH_TOKEN", "token-of-this-test");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function targetWith(source: SourceConfig): TargetConfig {
  const roadmap = source.kind === "github" ? `github:${source.repository}` : "command:";
  return targetConfig(folder, { roadmap, source });
}

const streamsOf = (target: TargetConfig) =>
  readRoadmapFile(target).roadmap.workStreams.map(({ id, status, available }) => {
    return `${id} ${status}${available ? " ready" : ""}`;
  });

/** A small GitHub: two pages of issues, who blocks whom, comments, and what was asked. */
class Hub {
  readonly asked: string[] = [];
  readonly comments: string[] = [];
  readonly closed = new Set<number>();
  limited = false;
  broken = false;
  /** What it answers with to everything, when it answers oddly. */
  odd: {
    readonly status: number;
    readonly headers?: Record<string, string>;
    data: unknown;
  } | null = null;
  /** Issues that were deleted or may not be touched, with what it says of them. */
  readonly refused = new Map<number, number>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
      request.on("end", () => {
        const { status, headers = {}, data } = this.#answer(request, body);
        response.writeHead(status, headers);
        response.end(data === undefined ? "" : JSON.stringify(data));
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #answer(request: IncomingMessage, body: string) {
    const { method = "", url = "", headers } = request;
    const known = headers["if-none-match"] !== undefined;
    this.asked.push(`${method} ${url}${known ? " if changed" : ""}`);
    if (headers.authorization !== "Bearer token-of-this-test") return { status: 401 };
    if (this.broken) return { status: 500 };
    if (this.limited) {
      const reset = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1900000000" };
      return { status: 403, headers: reset };
    }
    const number = Number(/issues\/(\d+)/.exec(url)?.[1]);
    if (this.odd !== null) return this.odd;
    const refused = this.refused.get(number);
    if (refused !== undefined && method !== "GET") return { status: refused };
    if (refused === 410 && /issues\/\d+$/.test(url)) {
      return { status: 410, data: { message: "This issue was deleted" } };
    }
    if (url.includes("/comments")) {
      if (method === "POST") this.comments.push((JSON.parse(body) as { body: string }).body);
      const [from, path] = url.includes("page=2") ? [100, null] : [0, `${url}&page=2`];
      const isMore = path !== null && this.comments.length > 100;
      const link = { link: `<http://${headers.host}${path}>; rel="next"` };
      return {
        status: method === "POST" ? 201 : 200,
        headers: isMore ? link : {},
        data: this.comments.slice(from, from + 100).map((each) => ({ body: each })),
      };
    }
    if (method === "PATCH") {
      this.closed.add(number);
      return { status: 200, data: {} };
    }
    if (known) return { status: 304 };
    const etag = { etag: `"${url.length}"` };
    if (url.includes("/dependencies/blocked_by")) {
      return { status: 200, headers: etag, data: BLOCKERS[number] ?? [] };
    }
    if (number > 0) {
      return { status: 200, data: { number, state: this.closed.has(number) ? "closed" : "open" } };
    }
    const page = url.includes("page=2") && !url.includes("per_page=100&labels") ? 2 : 1;
    const next = `<http://${headers.host}${url}&page=2>; rel="next"`;
    const link = page === 1 ? { link: next } : {};
    return { status: 200, headers: { ...etag, ...link }, data: PAGES[page - 1] };
  }
}

const issue = (number: number, more: object = {}) => ({
  number,
  title: `Issue ${number}`,
  state: "open",
  body: "In `src/a.ts`",
  labels: [],
  assignees: [],
  milestone: null,
  ...more,
});

const PAGES = [
  [
    issue(1, { labels: [{ name: "priority: high" }, { name: "effort: S" }] }),
    issue(2, { issue_dependencies_summary: { blocked_by: 1 } }),
    issue(3, { pull_request: {} }),
  ],
  [issue(4, { labels: [{ name: "blocked" }] }), issue(5)],
];

const BLOCKERS: Readonly<Record<number, readonly object[]>> = {
  2: [{ number: 1, state: "open" }],
  5: [
    { number: 9, state: "closed" },
    { number: 7, state: "open", repository_url: "https://x.example/repos/other/one" },
  ],
};

describe("GitHub issues", () => {
  let hub: Hub;
  let target: TargetConfig;

  beforeEach(async () => {
    hub = new Hub();
    const api = await hub.open();
    target = targetWith({ kind: "github", repository: "o/n", api, label: null });
  });

  afterEach(() => hub.close());

  test("every page is read, with labels and what blocks what; pull requests are no work", async () => {
    await lookOutside(target);
    expect(streamsOf(target)).toEqual([
      "GH-1 not_started ready",
      "GH-2 not_started",
      "GH-4 blocked",
      "GH-5 not_started",
    ]);
    const [one, , , five] = readRoadmapFile(target).roadmap.workStreams;
    expect(one).toMatchObject({ priority: "high", effort: "S", files: ["src/a.ts"] });
    expect(five?.blockedBy).toEqual(["other/one#7"]);
  });

  test("what has not changed is asked for by its tag, and stays as it was", async () => {
    await lookOutside(target);
    const before = streamsOf(target);
    hub.asked.length = 0;
    await lookOutside(target);
    expect(hub.asked.every((each) => each.endsWith("if changed"))).toBe(true);
    expect(streamsOf(target)).toEqual(before);
  });

  test("a look that fails says why and leaves the last one", async () => {
    await lookOutside(target);
    const before = streamsOf(target);
    hub.limited = true;
    await expect(lookOutside(target)).rejects.toThrow(/rate limit is reached until 2030-/);
    hub.limited = false;
    hub.broken = true;
    await expect(lookOutside(target)).rejects.toMatchObject({ code: "io-failed" });
    expect(streamsOf(target)).toEqual(before);
  });

  test("a landing is told once, by a comment and by closing, however often it is tried", async () => {
    await lookOutside(target);
    noteLanded(target, "GH-1", "abc123");
    expect(streamsOf(target).slice(0, 2)).toEqual(["GH-1 complete", "GH-2 not_started ready"]);
    hub.broken = true;
    await expect(tellLanded(target)).rejects.toMatchObject({ code: "io-failed" });
    hub.broken = false;
    await tellLanded(target);
    noteLanded(target, "GH-1", "abc123");
    await tellLanded(target);
    expect(hub.closed).toEqual(new Set([1]));
    expect(hub.comments).toEqual(["Landed in abc123.\n\n<!-- orchestrator: landed abc123 -->"]);
    hub.asked.length = 0;
    await tellLanded(target);
    expect(hub.asked).toEqual([]);
  });

  test("an answer that is no list, or half of one, is a look that failed", async () => {
    await lookOutside(target);
    const before = streamsOf(target);
    const elsewhere = { link: '<http://other.example/issues?page=2>; rel="next"' };
    hub.odd = { status: 200, data: { message: "hello" } };
    await expect(lookOutside(target)).rejects.toThrow("no list");
    hub.odd = { status: 200, headers: elsewhere, data: [issue(1)] };
    await expect(lookOutside(target)).rejects.toThrow("http://other.example/issues?page=2");
    const never = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999999999" };
    hub.odd = { status: 403, headers: never, data: {} };
    await expect(lookOutside(target)).rejects.toThrow("the rate limit is reached");
    expect(streamsOf(target)).toEqual(before);
  });

  test("what was said after a hundred other comments is not said again", async () => {
    await lookOutside(target);
    const commit = "d".repeat(40);
    for (let i = 0; i < 120; i++) hub.comments.push(`+${i}`);
    hub.comments.push(`Landed.\n\n<!-- orchestrator: landed ${commit} -->`);
    noteLanded(target, "GH-1", commit);
    await tellLanded(target);
    expect(hub.closed.has(1)).toBe(true);
    expect(hub.comments.length).toBe(121);
  });

  test("a server that fails is not a matter of tokens, and what was seen holds", async () => {
    await lookOutside(target);
    const before = streamsOf(target);
    hub.broken = true;
    const found = await lookOutside(target).catch((error: unknown) => error);
    expect(found).toMatchObject({ hint: expect.not.stringContaining("token") });
    expect(streamsOf(target)).toEqual(before);
  });

  test("an issue that cannot be closed keeps no other from it, and nobody from looking", async () => {
    await lookOutside(target);
    hub.refused.set(1, 403).set(5, 410);
    for (const id of ["GH-1", "GH-4", "GH-5"]) noteLanded(target, id, "c".repeat(40));
    await expect(lookOutside(target)).rejects.toThrow("403");
    expect([...hub.closed]).toEqual([4]);
    // What was deleted over there is told to nobody any more; the first is still to be told.
    hub.asked.length = 0;
    await expect(tellLanded(target)).rejects.toThrow("403");
    expect(hub.asked.some((line) => line.includes("/issues/5"))).toBe(false);
    expect(streamsOf(target)).toContain("GH-1 complete");
    hub.refused.clear();
    await tellLanded(target);
    expect(hub.closed.has(1)).toBe(true);
  });

  test("what was never looked at says how to look", () => {
    expect(() => readRoadmapFile(target)).toThrow(/never looked at/);
  });
});

describe("a program that lists the work", () => {
  const LISTED = [
    { id: "A-1", title: "First", status: "PENDING" },
    { id: "A-2", title: "Second", status: "PENDING", dependencies: ["A-1"] },
  ];

  test("its requirements are work; what landed stays done though it still lists it as open", async () => {
    writeFileSync(join(folder, "work.json"), JSON.stringify(LISTED));
    const target = targetWith({ kind: "command", run: "cat work.json", write: null });
    await lookOutside(target);
    expect(streamsOf(target)).toEqual(["A-1 not_started ready", "A-2 not_started"]);
    noteLanded(target, "A-1", "abc");
    await lookOutside(target);
    expect(streamsOf(target)).toEqual(["A-1 complete", "A-2 not_started ready"]);
  });

  test("a program that writes is told id, status and commit in its environment", async () => {
    writeFileSync(join(folder, "work.json"), JSON.stringify(LISTED));
    const write =
      'echo "$ORCHESTRATOR_WORK_STREAM $ORCHESTRATOR_STATUS $ORCHESTRATOR_COMMIT" >> told';
    const target = targetWith({ kind: "command", run: "cat work.json", write });
    await lookOutside(target);
    noteLanded(target, "A-1; rm -rf x", "abc");
    await tellLanded(target);
    await tellLanded(target);
    expect(readFileSync(join(folder, "told"), "utf8")).toBe("A-1; rm -rf x complete abc\n");
  });

  test("that is slower than it is looked at is never queued behind", async () => {
    const run = "echo x >> begun; sleep 0.1; echo '[]'";
    const log = openLog(join(folder, "log"), "test");
    const desk = new OutsideDesk([targetWith({ kind: "command", run, write: null })], log, 1);
    const begun = () => (existsSync(join(folder, "begun")) ? readLines("begun") : 0);
    while (begun() < 3) await sleep(5);
    const before = begun();
    await desk.close();
    expect(begun() - before).toBeLessThanOrEqual(1);
  });

  test("one that fails, or prints no work, is named with its own words", async () => {
    const failing = targetWith({ kind: "command", run: "echo oh no >&2; exit 3", write: null });
    await expect(lookOutside(failing)).rejects.toThrow(/exited 3: oh no/);
    const prose = targetWith({ kind: "command", run: "echo not json", write: null });
    await expect(lookOutside(prose)).rejects.toThrow(/not valid JSON/);
  });
});
