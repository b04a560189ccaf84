import { join } from "node:path";
import { PROVIDER_VARIABLES, isUnknownProgram, providersGiven } from "../../agents/index.ts";
import type { ProviderKey } from "../../gateway/index.ts";
import { accountOf } from "../../gateway/index.ts";
import type { AgentConfig, ModelProvider } from "../../model/index.ts";
import { MODEL_PROVIDERS } from "../../model/index.ts";
import { environment, readTextIfExists } from "../../platform/index.ts";

/** The keys that an agent's requests are made with: of each provider one. */
export type AgentKeys = Partial<Readonly<Record<ModelProvider, ProviderKey>>>;

/** Programs whose model requests all go where one variable says, with one key. */
const PLACES: Readonly<Partial<Record<AgentConfig["adapter"], ModelProvider>>> = {
  "claude-code": "anthropic",
  codex: "openai",
  gemini: "gemini",
};

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The key that an agent's requests are made with, where one is known; without any the program's own
 * login counts, and the gateway cannot stand in for that. The address belongs to whoever gave the
 * key: a repository that names an address never gets the user's key sent there (law I14).
 */
export function keysOf(agent: AgentConfig): AgentKeys | null {
  const mine = environment();
  if (agent.providers?.length === 0) return null;
  if (isUnknownProgram(agent)) return keysGiven(agent);
  if (agent.adapter === "opencode") return keysOfOpencode(agent, mine);
  const provider = PLACES[agent.adapter];
  if (provider === undefined) return null;
  if (agent.adapter === "codex" && hasOwnProvider(mine)) return null;
  const key = keyOf(provider, agent, mine);
  return key === null ? null : { [provider]: key };
}

/** The providers that an agent asks through the gateway. */
export function providersOf(agent: AgentConfig): readonly ModelProvider[] {
  const keys = keysOf(agent) ?? {};
  return MODEL_PROVIDERS.filter((provider) => keys[provider] !== undefined);
}

/** An address that a repository names for an agent whose key is the user's: the key goes elsewhere. */
export interface IgnoredAddress {
  readonly variable: string;
  readonly provider: ModelProvider;
  /** Where its requests go instead, without what a URL may hold of credentials. */
  readonly instead: string;
}

/** What a repository's settings say of where an agent's models are, and is not heeded (law I14). */
export function ignoredAddresses(agent: AgentConfig): readonly IgnoredAddress[] {
  if (agent.isUsers === true) return [];
  const keys = keysOf(agent) ?? {};
  return MODEL_PROVIDERS.flatMap((provider) => {
    const used = keys[provider]?.baseUrl;
    const variable = PROVIDER_VARIABLES[provider].bases.find((name) => agent.env[name] ?? "");
    if (used === undefined || variable === undefined || agent.env[variable] === used) return [];
    return [{ variable, provider, instead: hostOf(used) }];
  });
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return "your own";
  }
}

/** The variable that gives an agent its key of a provider, for a person who has to change it. */
export function keyVariable(agent: AgentConfig, provider: ModelProvider): string | null {
  const key = keysOf(agent)?.[provider]?.apiKey ?? "";
  const names = PROVIDER_VARIABLES[provider].keys.map(([name]) => name);
  const mine = environment();
  const holds = (name: string): boolean => (agent.env[name] ?? mine[name]) === key;
  return key === "" ? null : (names.find(holds) ?? null);
}

/** Names a key for the gateway; it cannot be told from its name. */
export function nameOfKey(key: ProviderKey): string {
  return `${accountOf(key)}-${key.kind}`;
}

/**
 * Of a program that we know nothing of: what its settings give it. An address without a key is a
 * server that wants none, as those on the user's own machine do.
 */
function keysGiven(agent: AgentConfig): AgentKeys | null {
  const { providers, users } = providersGiven(agent);
  const keys = providers.flatMap((provider) => {
    const key = keyOf(provider, agent, users) ?? keyless(provider, agent.env, users);
    return key === null ? [] : [[provider, key] as const];
  });
  return keys.length === 0 ? null : Object.fromEntries(keys);
}

/** An agent's own key, else the user's, which goes to no address that a repository named. */
function keyOf(
  provider: ModelProvider,
  { env, isUsers }: AgentConfig,
  users: Variables,
): ProviderKey | null {
  const address = isUsers === true ? addressIn(provider, env) : null;
  return (
    keyIn(provider, env, addressIn(provider, env) ?? addressIn(provider, users)) ??
    keyIn(provider, users, address ?? addressIn(provider, users))
  );
}

function keyIn(
  provider: ModelProvider,
  from: Variables,
  address: string | null,
): ProviderKey | null {
  const { keys, publicUrl } = PROVIDER_VARIABLES[provider];
  for (const [name, kind] of keys) {
    const apiKey = from[name] ?? "";
    if (apiKey !== "") return { baseUrl: address ?? publicUrl, apiKey, kind };
  }
  return null;
}

function keyless(provider: ModelProvider, own: Variables, users: Variables): ProviderKey | null {
  const baseUrl = addressIn(provider, own) ?? addressIn(provider, users);
  return baseUrl === null ? null : { baseUrl, apiKey: "", kind: "none" };
}

function addressIn(provider: ModelProvider, from: Variables): string | null {
  const { bases } = PROVIDER_VARIABLES[provider];
  return bases.map((name) => from[name] ?? "").find((url) => url !== "") ?? null;
}

/** By the beginning of a model's name, as opencode has it. */
const OPENCODE_PROVIDERS: Readonly<Record<string, ModelProvider>> = {
  anthropic: "anthropic",
  openai: "openai",
  google: "gemini",
};

/**
 * It asks whichever provider its model is of. Only where that is one of three, with a key that is
 * known, and no settings of the user lead elsewhere, can the gateway stand in for it.
 */
function keysOfOpencode(agent: AgentConfig, mine: Variables): AgentKeys | null {
  const name = agent.model?.split("/")[0] ?? "";
  const wanted = Object.hasOwn(OPENCODE_PROVIDERS, name) ? OPENCODE_PROVIDERS[name] : undefined;
  if (wanted === undefined || hasOwnProviders(agent, mine)) return null;
  const keys = MODEL_PROVIDERS.flatMap((provider) => {
    const key = keyOf(provider, agent, mine);
    return key === null ? [] : [[provider, key] as const];
  });
  return keys.some(([provider]) => provider === wanted) ? Object.fromEntries(keys) : null;
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
