import type { AgentConfig, ModelProvider } from "../../model/index.ts";
import { MODEL_PROVIDERS } from "../../model/index.ts";
import { environment } from "../../platform/index.ts";

/** Which variables say where a provider's API is, and with which key. */
export interface ProviderVariables {
  /** Addresses, in the order in which they count; the programs' own libraries know the first. */
  readonly bases: readonly string[];
  readonly publicUrl: string;
  /** Below the gateway's address: some libraries want the version in it, some do not. */
  readonly path: string;
  /** Keys, in the order in which they count, and how each is shown to the provider. */
  readonly keys: readonly (readonly [
    name: string,
    kind: "bearer" | "x-api-key" | "x-goog-api-key",
  ])[];
  /** The one that the provider's own library reads. */
  readonly ownKey: string;
}

export const PROVIDER_VARIABLES: Readonly<Record<ModelProvider, ProviderVariables>> = {
  anthropic: {
    bases: ["ANTHROPIC_BASE_URL", "ANTHROPIC_API_BASE"],
    publicUrl: "https://api.anthropic.com",
    path: "/anthropic",
    keys: [
      ["ANTHROPIC_AUTH_TOKEN", "bearer"],
      ["ANTHROPIC_API_KEY", "x-api-key"],
    ],
    ownKey: "ANTHROPIC_API_KEY",
  },
  openai: {
    bases: ["OPENAI_BASE_URL", "OPENAI_API_BASE"],
    publicUrl: "https://api.openai.com/v1",
    path: "/openai/v1",
    keys: [
      ["CODEX_API_KEY", "bearer"],
      ["OPENAI_API_KEY", "bearer"],
    ],
    ownKey: "OPENAI_API_KEY",
  },
  gemini: {
    bases: ["GOOGLE_GEMINI_BASE_URL"],
    publicUrl: "https://generativelanguage.googleapis.com",
    path: "/gemini",
    keys: [
      ["GEMINI_API_KEY", "x-goog-api-key"],
      ["GOOGLE_GENERATIVE_AI_API_KEY", "x-goog-api-key"],
      ["GOOGLE_API_KEY", "x-goog-api-key"],
    ],
    ownKey: "GEMINI_API_KEY",
  },
};

type Variables = Readonly<Record<string, string | undefined>>;

/** A program that we know nothing of: only what it is given says where its models are. */
export function isUnknownProgram({ adapter }: Pick<AgentConfig, "adapter">): boolean {
  return adapter === "acp" || adapter === "command";
}

/** The providers that an unknown program may be led to, and the user's variables that say so. */
export function providersGiven({ providers, envAllow }: AgentConfig): {
  readonly providers: readonly ModelProvider[];
  /** What it may see, or, where its providers are named, what the gateway may use for it. */
  readonly users: Variables;
} {
  const mine = environment();
  const seen = Object.fromEntries(envAllow.map((name) => [name, mine[name]]));
  return {
    providers: providers ?? MODEL_PROVIDERS,
    users: providers === undefined ? seen : mine,
  };
}

/** All names under which the providers' keys and addresses go. */
export function variablesOf(providers: readonly ModelProvider[]): readonly string[] {
  return providers.flatMap((provider) => {
    const { bases, keys } = PROVIDER_VARIABLES[provider];
    return [...bases, ...keys.map(([name]) => name)];
  });
}
