import { narrowBudget } from "./sections/budget.ts";
import { parseDuration } from "./quantities.ts";
import { narrowSandbox } from "./sections/sandbox.ts";
import type { Duration, GateSettings, Layer, QuestionSettings, Settings } from "./settings.ts";

export interface Merged {
  readonly settings: Settings;
  /** The user's own gates: they judge every target, and no repository can take them away. */
  readonly userGates: readonly GateSettings[];
  readonly userProtectedPaths: readonly string[];
  /** What the repository's files alone say: the part that needs trust. */
  readonly repository: Settings;
  readonly warnings: readonly string[];
}

/**
 * Puts layers together, first wins: single values by key, `timeouts`, `retry`, `budget` and `recovery` by their keys,
 * agents and names by name, lists as a whole. Then takes back what a repository widened.
 */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const warnings: string[] = [];
  const repository = layers.filter((layer) => layer.author === "repository");
  const user = layers.filter((layer) => layer.author === "user");
  const ofRepository = foldSettings(repository.map((layer) => layer.settings));
  const ofUser = foldSettings(user.map((layer) => layer.settings));
  const narrowed = narrow(ofRepository, ofUser, warnings);
  const questions = mergeQuestions(ofRepository.questions, ofUser.questions, warnings);
  // How a person is told, and by what program of theirs, is nobody else's to say.
  const { notify: _notify, ...rest } = foldSettings([narrowed, ofUser]);
  if (ofRepository.notify !== undefined) {
    warnings.push("notify: only your own settings can set it");
  }
  const settings = { ...rest, ...ownNotify(ofUser), questions };
  return {
    settings: withOwnGates(settings, ofRepository),
    userGates: ofUser.gates ?? [],
    userProtectedPaths: ofUser.protected_paths ?? [],
    repository: ofRepository,
    warnings,
  };
}

/** What a repository says may refuse more; only the user lets an agent do something unasked. */
function mergeQuestions(
  repository: QuestionSettings = {},
  user: QuestionSettings = {},
  warnings: string[],
): QuestionSettings {
  for (const key of ["allow", "answers"] as const) {
    if (repository[key] !== undefined) {
      warnings.push(`questions.${key}: a repository cannot allow; write it into your own settings`);
    }
  }
  return { ...user, deny: [...(user.deny ?? []), ...(repository.deny ?? [])] };
}

function ownNotify({ notify }: Settings): Pick<Settings, "notify"> {
  return notify === undefined ? {} : { notify };
}

/** The user's gates are added to every target later; here they would stand in for its own. */
function withOwnGates(settings: Settings, repository: Settings): Settings {
  const { gates: _gates, protected_paths: _paths, ...rest } = settings;
  return {
    ...rest,
    ...(repository.gates === undefined ? {} : { gates: repository.gates }),
    ...(repository.protected_paths === undefined
      ? {}
      : { protected_paths: repository.protected_paths }),
  };
}

/** First wins. */
export function foldSettings(all: readonly Settings[]): Settings {
  return all.reduceRight<Settings>(
    (under, over) => ({
      ...under,
      ...over,
      ...mergedMap("sandbox", under, over),
      ...mergedMap("timeouts", under, over),
      ...mergedMap("retry", under, over),
      ...mergedMap("budget", under, over),
      ...mergedMap("recovery", under, over),
      ...mergedMap("admission", under, over),
      ...mergedMap("agents", under, over),
      ...mergedMap("names", under, over),
      ...mergedMap("defaults", under, over),
      ...mergedMap("targets", under, over),
    }),
    {},
  );
}

function mergedMap(key: keyof Settings, under: Settings, over: Settings): object {
  if (under[key] === undefined && over[key] === undefined) return {};
  return { [key]: { ...(under[key] as object), ...(over[key] as object) } };
}

/**
 * "Only the user widens": where the user's own file sets a limit, a repository may stay below it
 * and not go above; and no repository relaxes the sandbox beyond what the user chose.
 */
function narrow(repository: Settings, user: Settings, warnings: string[]): Settings {
  const say = (key: string, asked: unknown, held: unknown) =>
    warnings.push(
      `${key}: ${String(asked)} asked for by the repository is held to your own ${String(held)}`,
    );
  const limit = <T extends Duration>(key: string, asked?: T, own?: T): T | undefined => {
    if (asked === undefined || own === undefined || amount(asked) <= amount(own)) return asked;
    say(key, asked, own);
    return own;
  };
  const sandbox = narrowSandbox(repository.sandbox, user.sandbox ?? {}, say);
  const timeouts = narrowAll("timeouts", repository.timeouts, user.timeouts, limit);
  const { base, ceiling, ...counts } = repository.retry ?? {};
  // A pause between attempts is no limit: a longer one asks for less.
  const pauses = definedOnly({ base, ceiling });
  const retry = { ...narrowAll("retry", counts, user.retry, limit), ...pauses };
  const concurrency = limit("concurrency", repository.concurrency, user.concurrency);
  const budget = narrowBudget(repository.budget, user.budget, warnings);
  if (repository.solution_cache === true && user.solution_cache !== true) {
    say("solution_cache", true, false);
  }
  if (repository.gateway === "off" && user.gateway !== "off") say("gateway", "off", "auto");
  return {
    ...repository,
    // Without it nothing is counted as it passes: that is the user's to say.
    gateway: user.gateway ?? "auto",
    // Work of one repository may come to another by it: that is the user's to say.
    solution_cache: user.solution_cache ?? false,
    // How full a machine may get is its user's to say.
    ...(repository.admission === undefined
      ? {}
      : { admission: { ...repository.admission, ...user.admission } }),
    // Whoever names the address names the key that is sent there: never one of each.
    ...(user.telemetry === undefined ? {} : { telemetry: user.telemetry }),
    ...(repository.agents === undefined ? {} : { agents: metered(repository.agents, say) }),
    ...(sandbox === undefined ? {} : { sandbox }),
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(repository.retry === undefined ? {} : { retry }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(budget === undefined ? {} : { budget }),
  };
}

/** That an agent goes past the gateway is, like the gateway itself, for the user to say. */
function metered(
  agents: NonNullable<Settings["agents"]>,
  say: (key: string, asked: unknown, held: unknown) => void,
): NonNullable<Settings["agents"]> {
  return Object.fromEntries(
    Object.entries(agents).map(([name, { providers, ...agent }]) => {
      if (providers?.length === 0) say(`agents.${name}.providers`, "none", "gateway");
      const named = providers === undefined || providers.length === 0 ? {} : { providers };
      return [name, { ...agent, ...named }];
    }),
  );
}

function amount(value: Duration): number {
  return typeof value === "number" ? value * 1000 : (parseDuration(value) ?? 0);
}

function narrowAll<T extends Readonly<Record<string, Duration | undefined>>>(
  name: string,
  asked: T | undefined,
  own: Readonly<Record<string, Duration | undefined>> | undefined,
  limit: (key: string, asked?: Duration, own?: Duration) => Duration | undefined,
): T | undefined {
  if (asked === undefined) return undefined;
  const entries = Object.entries(asked).map(([key, value]) => [
    key,
    limit(`${name}.${key}`, value, own?.[key]),
  ]);
  return definedOnly(Object.fromEntries(entries)) as T;
}

function definedOnly<T extends object>(map: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
