/** Whose API is spoken; also the first part of the path at the door: `/anthropic/v1/messages`. */
export const PROVIDERS = ["anthropic", "openai", "gemini"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** How usage is told. */
export type Dialect = "anthropic" | "responses" | "chat" | "gemini";

/** A known path of a provider's API. Only metered ones are counted; the others cost nothing. */
export interface Route {
  readonly provider: Provider;
  /** Below the provider's base URL, with its first slash; without the query. */
  readonly path: string;
  readonly dialect: Dialect | null;
  /** The model where the path names it. */
  readonly model: string | null;
}

interface Known {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  readonly dialect: Dialect | null;
}

const MODEL = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

const KNOWN: Readonly<Record<Provider, readonly Known[]>> = {
  anthropic: [
    { method: "POST", path: /^\/v1\/messages$/, dialect: "anthropic" },
    { method: "POST", path: /^\/v1\/messages\/count_tokens$/, dialect: null },
    { method: "GET", path: new RegExp(`^/v1/models(?:/${MODEL})?$`), dialect: null },
  ],
  openai: [
    { method: "POST", path: /^\/v1\/responses(?:\/compact)?$/, dialect: "responses" },
    { method: "POST", path: /^\/v1\/chat\/completions$/, dialect: "chat" },
    { method: "GET", path: new RegExp(`^/v1/models(?:/${MODEL})?$`), dialect: null },
  ],
  gemini: [
    {
      method: "POST",
      path: new RegExp(`^/v1(?:beta|alpha)?/models/(${MODEL}):(?:streamG|g)enerateContent$`),
      dialect: "gemini",
    },
    {
      method: "POST",
      path: new RegExp(`^/v1(?:beta|alpha)?/models/(${MODEL}):countTokens$`),
      dialect: null,
    },
    {
      method: "GET",
      path: new RegExp(`^/v1(?:beta|alpha)?/models(?:/${MODEL})?$`),
      dialect: null,
    },
  ],
};

/** What `/<provider>/…` may be; null for everything that is not written exactly as documented. */
export function routeOf(method: string, path: string): Route | null {
  const provider = PROVIDERS.find((one) => path.startsWith(`/${one}/`));
  if (provider === undefined) return null;
  const below = path.slice(provider.length + 1);
  for (const known of KNOWN[provider]) {
    if (known.method !== method && !(known.method === "GET" && method === "HEAD")) continue;
    const found = known.path.exec(below);
    if (found === null) continue;
    return { provider, path: below, dialect: known.dialect, model: found[1] ?? null };
  }
  return null;
}

/** What a client may ask in a query; a key never is among it. */
const QUERY = new Set(["alt", "$alt", "beta", "limit", "after_id", "before_id", "pageSize"]);

/**
 * The address upstream. A base URL that ends as the path begins (`…/v1` and `/v1/responses`) has
 * that part once: both ways of writing it are common.
 */
export function upstreamUrl(baseUrl: string, route: Route, query: URLSearchParams): URL {
  const url = new URL(baseUrl);
  const base = url.pathname.replace(/\/+$/, "");
  const [, first = ""] = route.path.split("/");
  const isRepeated = base.endsWith(`/${first}`);
  url.pathname = base + (isRepeated ? route.path.slice(first.length + 1) : route.path);
  url.hash = "";
  for (const [name, value] of query) if (QUERY.has(name)) url.searchParams.append(name, value);
  return url;
}
