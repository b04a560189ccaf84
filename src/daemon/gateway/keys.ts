import { join } from "node:path";
import type { Keys, Provider, ProviderKey } from "../../gateway/index.ts";
import type { AgentConfig } from "../../model/index.ts";
import { environment, readTextIfExists } from "../../platform/index.ts";

interface KeyPlace {
  readonly provider: Provider;
  readonly base: string;
  readonly publicUrl: string;
  /** Variables that may hold the key, in the order in which the agent's own program looks. */
  readonly keys: readonly (readonly [variable: string, kind: ProviderKey["kind"]])[];
}

const ANTHROPIC: KeyPlace = {
  provider: "anthropic",
  base: "ANTHROPIC_BASE_URL",
  publicUrl: "https://api.anthropic.com",
  keys: [
    ["ANTHROPIC_AUTH_TOKEN", "bearer"],
    ["ANTHROPIC_API_KEY", "x-api-key"],
  ],
};
const OPENAI: KeyPlace = {
  provider: "openai",
  base: "OPENAI_BASE_URL",
  publicUrl: "https://api.openai.com/v1",
  keys: [
    ["CODEX_API_KEY", "bearer"],
    ["OPENAI_API_KEY", "bearer"],
  ],
};
const GEMINI: KeyPlace = {
  provider: "gemini",
  base: "GOOGLE_GEMINI_BASE_URL",
  publicUrl: "https://generativelanguage.googleapis.com",
  keys: [
    ["GEMINI_API_KEY", "x-goog-api-key"],
    ["GOOGLE_GENERATIVE_AI_API_KEY", "x-goog-api-key"],
    ["GOOGLE_API_KEY", "x-goog-api-key"],
  ],
};

/** Programs whose model requests all go where one variable says, with one key. */
const PLACES: Readonly<Partial<Record<AgentConfig["adapter"], KeyPlace>>> = {
  "claude-code": ANTHROPIC,
  codex: OPENAI,
  gemini: GEMINI,
};

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The key that an agent's requests are made with, where one is known; without any the program's own
 * login counts, and the gateway cannot stand in for that. The address belongs to whoever gave the
 * key: a repository that names an address never gets the user's key sent there (law I14).
 */
export function keysOf(agent: AgentConfig): Keys | null {
  const mine = environment();
  if (agent.adapter === "opencode") return keysOfOpencode(agent, mine);
  const place = PLACES[agent.adapter];
  if (place === undefined) return null;
  if (agent.adapter === "codex" && hasOwnProvider(mine)) return null;
  const key = keyIn(place, agent.env) ?? keyIn(place, mine);
  return key === null ? null : { [place.provider]: key };
}

/** The keys that the gateway holds for several agents: of one provider the first agent's. */
export function keysOfAll(agents: readonly AgentConfig[]): Keys {
  return Object.assign({}, ...agents.map((agent) => keysOf(agent) ?? {}).toReversed()) as Keys;
}

/**
 * An agent's own keys, where the gateway holds exactly those: it can stand in for them. One with
 * another key of the same provider asks its models itself, on its own account.
 */
export function keysHeld(agent: AgentConfig, held: Keys): Keys | null {
  const own = keysOf(agent);
  if (own === null) return null;
  const isHeld = Object.entries(own).every(([provider, key]) => {
    const at = held[provider as Provider];
    return at?.apiKey === key.apiKey && at.baseUrl === key.baseUrl && at.kind === key.kind;
  });
  return isHeld ? own : null;
}

function keyIn({ base, publicUrl, keys }: KeyPlace, from: Variables): ProviderKey | null {
  for (const [name, kind] of keys) {
    const apiKey = from[name] ?? "";
    if (apiKey !== "") return { baseUrl: from[base] || publicUrl, apiKey, kind };
  }
  return null;
}

/** By the beginning of a model's name, as opencode has it. */
const OPENCODE_PLACES: Readonly<Record<string, KeyPlace>> = {
  anthropic: ANTHROPIC,
  openai: OPENAI,
  google: GEMINI,
};

/**
 * It asks whichever provider its model is of. Only where that is one of three, with a key that is
 * known, and no settings of the user lead elsewhere, can the gateway stand in for it.
 */
function keysOfOpencode(agent: AgentConfig, mine: Variables): Keys | null {
  const provider = agent.model?.split("/")[0] ?? "";
  if (!Object.hasOwn(OPENCODE_PLACES, provider) || hasOwnProviders(agent, mine)) return null;
  const keys: [string, { readonly place: Provider; readonly key: ProviderKey }][] = [];
  for (const [name, place] of Object.entries(OPENCODE_PLACES)) {
    const key = keyIn(place, agent.env) ?? keyIn(place, mine);
    if (key !== null) keys.push([name, { place: place.provider, key }]);
  }
  if (!keys.some(([name]) => name === provider)) return null;
  return Object.fromEntries(keys.map(([, { place, key }]) => [place, key]));
}

function hasOwnProviders(agent: AgentConfig, mine: Variables): boolean {
  const inline = agent.env["OPENCODE_CONFIG_CONTENT"] ?? mine["OPENCODE_CONFIG_CONTENT"] ?? "";
  if (inline !== "") return true;
  const config = mine["XDG_CONFIG_HOME"] || join(mine["HOME"] ?? "", ".config");
  return ["opencode.json", "opencode.jsonc"].some((name) =>
    /["']?provider["']?\s*:/.test(readTextIfExists(join(config, "opencode", name)) ?? ""),
  );
}

/** The user's Codex asks a provider of its own settings: whose, only those say. */
function hasOwnProvider(mine: Variables): boolean {
  const home = mine["CODEX_HOME"] || join(mine["HOME"] ?? "", ".codex");
  const settings = readTextIfExists(join(home, "config.toml")) ?? "";
  return /^\s*model_provider\s*=/m.test(settings);
}
