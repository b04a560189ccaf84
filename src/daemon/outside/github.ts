import type { SourceConfig } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import type { HttpAnswer } from "../../platform/index.ts";
import { environment, exec, minimalEnv, requestHttp } from "../../platform/index.ts";

export type GitHubSource = Extract<SourceConfig, { kind: "github" }>;

/** Answers by address with what GitHub calls them: what has not changed costs no limit. */
export type GitHubCache = Readonly<Record<string, CachedPage>>;

export interface CachedPage {
  readonly etag: string;
  readonly next: string | null;
  readonly data: unknown;
}

export interface GitHubLook {
  readonly issues: readonly KeptIssue[];
  readonly cache: GitHubCache;
}

/** An issue as it is kept; the shape that the reader of the roadmap room reads. */
export interface KeptIssue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly body: string;
  readonly milestone: string | null;
  /** Numbers, and `owner/name#number` of other repositories; only those that are open. */
  readonly blockedBy: readonly string[];
}

/** The user's token: of the environment, else of the `gh` program; null when there is none. */
export async function findToken({ api }: GitHubSource): Promise<string | null> {
  const env = environment();
  const named = env["GH_TOKEN"] ?? env["GITHUB_TOKEN"] ?? "";
  if (named !== "") return named;
  const host = new URL(api).host.replace(/^api\./, "");
  const path = { PATH: env["PATH"] ?? minimalEnv()["PATH"] ?? "" };
  const asked = await exec(["gh", "auth", "token", "--hostname", host], {
    cwd: "/",
    env: { ...minimalEnv(), ...path },
    timeoutMs: LIMITS.sourceRequestMs,
  });
  const token = asked.code === 0 ? asked.stdout.toString("utf8").trim() : "";
  return /^[\x21-\x7e]+$/.test(token) ? token : null;
}

/** Every open issue with what blocks it. Throws named errors; then the last look stays. */
export async function lookAtIssues(
  source: GitHubSource,
  token: string | null,
  before: GitHubCache,
): Promise<GitHubLook> {
  const cache: Record<string, CachedPage> = {};
  const get = async (url: string): Promise<readonly Json[]> => {
    const all: Json[] = [];
    for (let page: string | null = url, count = 0; page !== null; count++) {
      if (count >= LIMITS.sourcePagesMax) throw failure(source, "there are too many pages");
      const read = await getPage(source, token, page, before[page]);
      cache[page] = read;
      if (!Array.isArray(read.data)) throw failure(source, "the answer was no list");
      all.push(...read.data.filter(isJson));
      page = read.next;
    }
    return all;
  };
  const root = `${source.api}/repos/${source.repository}/issues`;
  const label = source.label === null ? "" : `&labels=${encodeURIComponent(source.label)}`;
  const listed = await get(`${root}?state=open&per_page=100${label}`);
  const issues: KeptIssue[] = [];
  for (const issue of listed) {
    const number = issue["number"];
    if (typeof number !== "number" || issue["pull_request"] !== undefined) continue;
    const summary = issue["issue_dependencies_summary"];
    const free = isJson(summary) && summary["blocked_by"] === 0;
    const blockers = free
      ? []
      : await get(`${root}/${number}/dependencies/blocked_by?per_page=100`);
    issues.push(toKept(issue, number, blockers, source));
  }
  return { issues, cache };
}

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function getPage(
  source: GitHubSource,
  token: string | null,
  url: string,
  known: CachedPage | undefined,
): Promise<CachedPage> {
  const tag = known?.etag ?? "";
  const more = tag === "" ? {} : { "if-none-match": tag };
  const answer = await ask(token, "GET", url, more);
  if (answer.status === 304 && known !== undefined) return known;
  // A server without issue dependencies has none.
  if (answer.status === 404 && url.includes("/dependencies/")) {
    return { etag: "", next: null, data: [] };
  }
  refuseFailed(source, answer);
  return {
    etag: answer.headers.get("etag") ?? "",
    next: nextPage(source, answer.headers.get("link") ?? ""),
    data: parsed(source, answer.body),
  };
}

/** The address of the next page; one of another host, which would be shown the token, is refused. */
function nextPage(source: GitHubSource, link: string): string | null {
  const next = /<([^<>]+)>\s*;\s*rel="next"/.exec(link)?.[1];
  if (next === undefined) return null;
  if (next.startsWith(`${source.api}/`)) return next;
  // Half of a list would be taken for all of it.
  throw failure(source, `the next page is said to be elsewhere: ${next.slice(0, 200)}`);
}

function ask(
  token: string | null,
  method: "GET" | "POST" | "PATCH",
  url: string,
  more: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<HttpAnswer> {
  return requestHttp({
    method,
    url,
    headers: {
      accept: "application/vnd.github+json",
      "user-agent": "orchestrator",
      "x-github-api-version": "2022-11-28",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...more,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs: LIMITS.sourceRequestMs,
    bytesMax: LIMITS.roadmapBytesMax,
  });
}

/** What a status means here that many see the first time. */
const REFUSALS: ReadonlyMap<number, string> = new Map([
  [401, "the token was refused:"],
  [404, "there is no such repository, or its token may not see it:"],
  [410, "its issues are switched off:"],
]);

/** The last that ISO 8601 writes with four digits of a year. */
const LAST_SECOND = 253_402_300_800;

function refuseFailed(source: GitHubSource, { status, headers }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  const isLimit = headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after");
  if ((status === 403 || status === 429) && isLimit) {
    const reset = Number(headers.get("x-ratelimit-reset"));
    const isTime = reset > 0 && reset < LAST_SECOND;
    const until = isTime ? ` until ${new Date(reset * 1000).toISOString()}` : "";
    throw failure(source, `the rate limit is reached${until}`, TOKEN_HELPS);
  }
  const hint = status >= 400 && status < 500 ? TOKEN_HELPS : LAST_HOLDS;
  throw failure(source, `${REFUSALS.get(status) ?? "the answer was"} ${status}`, hint);
}

const TOKEN_HELPS = "A token in GH_TOKEN, or gh auth login, may see more and may ask more often.";
const LAST_HOLDS = "What was last seen holds. Look again: orchestrator roadmap refresh";

function failure({ repository }: GitHubSource, what: string, hint = LAST_HOLDS): OrchestratorError {
  return new OrchestratorError("io-failed", `the issues of ${repository}: ${what}`, { hint });
}

function parsed(source: GitHubSource, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw failure(source, "the answer was no JSON");
  }
}

function toKept(
  issue: Json,
  number: number,
  blockers: readonly Json[],
  source: GitHubSource,
): KeptIssue {
  const milestone = issue["milestone"];
  return {
    number,
    title: text(issue["title"]),
    state: text(issue["state"]) || "open",
    stateReason: text(issue["state_reason"]) || null,
    labels: named(issue["labels"], "name"),
    assignees: named(issue["assignees"], "login"),
    body: text(issue["body"]),
    milestone: (isJson(milestone) ? text(milestone["title"]) : "") || null,
    blockedBy: blockers
      .filter((each) => each["state"] !== "closed" && typeof each["number"] === "number")
      .map((each) => {
        const repository = /\/repos\/([^/]+\/[^/]+)$/.exec(text(each["repository_url"]))?.[1];
        const elsewhere =
          repository !== undefined && repository.toLowerCase() !== source.repository.toLowerCase();
        return `${elsewhere ? `${repository}#` : ""}${String(each["number"])}`;
      }),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function named(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => {
    const found = typeof each === "string" ? each : isJson(each) ? text(each[name]) : "";
    return found === "" ? [] : [found];
  });
}

/** Is there a comment with this mark, however many there are? */
async function isCommented(
  source: GitHubSource,
  token: string | null,
  url: string,
  mark: string,
): Promise<boolean> {
  let page: string | null = `${url}/comments?per_page=100`;
  for (let count = 0; page !== null && count < LIMITS.sourcePagesMax; count++) {
    const answer: HttpAnswer = await ask(token, "GET", page, {});
    refuseFailed(source, answer);
    const told = parsed(source, answer.body);
    if (!Array.isArray(told)) return false;
    if (told.some((each) => isJson(each) && text(each["body"]).includes(mark))) return true;
    page = nextPage(source, answer.headers.get("link") ?? "");
  }
  return false;
}

/**
 * Says on the issue what landed, and closes it. Called again it does what is left: a comment is
 * known by its mark, a closed issue stays as it is.
 */
export async function closeIssue(
  source: GitHubSource,
  token: string | null,
  number: string,
  commit: string,
): Promise<void> {
  const url = `${source.api}/repos/${source.repository}/issues/${number}`;
  const found = await ask(token, "GET", url, {});
  // Deleted over there: nobody is left to be told. (Issues that are switched off come back.)
  if (found.status === 410 && /deleted/i.test(found.body)) return;
  refuseFailed(source, found);
  const issue = parsed(source, found.body);
  if (isJson(issue) && issue["state"] === "closed") return;
  const mark = `<!-- orchestrator: landed ${commit} -->`;
  if (!(await isCommented(source, token, url, mark))) {
    const body = { body: `Landed in ${commit}.\n\n${mark}` };
    refuseFailed(source, await ask(token, "POST", `${url}/comments`, {}, body));
  }
  const closed = { state: "closed", state_reason: "completed" };
  refuseFailed(source, await ask(token, "PATCH", url, {}, closed));
}
