import { dirname, join } from "node:path";
import { assembleFollowUp, assemblePrompt, findDefinition, windowOf } from "../../agents/index.ts";
import type { HomeFile, LaunchContext } from "../../agents/index.ts";
import type { StreamKey } from "../../model/index.ts";
import { generationOf, slug } from "../../model/index.ts";
import {
  ensureDir,
  isDirectory,
  readIfExists,
  readTextIfExists,
  removeFile,
  removeTree,
  statOrNull,
  writeDurable,
} from "../../platform/index.ts";
import type { EffectOf, PerformContext } from "./context.ts";
import { targetConfig } from "./context.ts";
import { mayGoOn } from "../unfinished.ts";
import { homesDir } from "../workplace.ts";

/** The file in which a team keeps its plan, where it has one. */
const SHARED_PLAN = "MULTI_AGENT_PLAN.md";

/** `readOnly`: directories of its clone. `goesOn`: in a conversation that there is. */
export interface LaunchWish {
  readonly readOnly: readonly string[];
  readonly goesOn: boolean;
  readonly gateway: LaunchContext["gateway"];
}

/** All that an adapter needs to know of an attempt. `readOnly`: directories of its clone. */
export function launchOf(
  context: PerformContext,
  effect: EffectOf<"run-agent">,
  { readOnly, goesOn, gateway }: LaunchWish,
): LaunchContext {
  const target = targetConfig(context, effect.key);
  const found = context.desk.stream(target, effect.key);
  const facts = context.state().streams.get(effect.key)?.facts ?? null;
  const read = (path: string | null): string | null => readNamed(target.path, path);
  const definition = findDefinition(effect.agent.role, read)?.definition ?? null;
  const stream = { id: facts?.id ?? effect.key, title: facts?.title ?? effect.key };
  const acceptance = (found?.stream.acceptance ?? []).map((item) => item.text);
  const assemble = goesOn ? assembleFollowUp : assemblePrompt;
  const prompt = assemble({
    agent: effect.agent,
    definition: definition?.prompt ?? null,
    stream: { ...stream, text: found?.text ?? "", acceptance },
    identityContext: read(target.identityContext),
    conventions: target.conventions.map((path) => ({ path, text: read(path) ?? "" })),
    readOnly,
    plan: read(SHARED_PLAN),
    memory: null,
    rejection: effect.rejection,
    messages: effect.messages,
    interruption: interruptionOf(context, effect),
    windowTokens: windowOf(definition?.model ?? context.agent.model),
  });
  return {
    attempt: effect.attempt,
    key: effect.key,
    generation: generationOf(effect.attempt),
    streamId: stream.id,
    title: stream.title,
    agent: effect.agent,
    definition,
    workspace: effect.workspace.path,
    home: homeOf(context, effect.key),
    target: target.id,
    prompt: prompt.text,
    messages: effect.messages,
    config: context.agent,
    gateway,
    mcpUrl: null,
    token: null,
  };
}

/** Why the turn before this one was broken off; null when it came to its own end. */
function interruptionOf(context: PerformContext, effect: EffectOf<"run-agent">): string | null {
  const attempts = context.state().streams.get(effect.key)?.attempts ?? [];
  const at = attempts.findIndex((record) => record.attempt === effect.attempt);
  const before = at > 0 ? attempts[at - 1] : undefined;
  if (before?.outcome !== "failed" && before?.outcome !== "stopped") return null;
  // Nothing of it is here: there is nothing to go on with.
  if (effect.conversation === null) return null;
  return before.reason ?? "it ended before you were done";
}

/** A work stream's own place for its agent's settings and conversations, from try to try. */
export function homeOf(context: PerformContext, key: StreamKey): string {
  return join(homesDir(context.workplace), slug(key));
}

/** They may hold copies of logins: they go when no further try can want them. */
export async function forgetHome(context: PerformContext, key: StreamKey): Promise<void> {
  const stream = context.state().streams.get(key);
  if (stream !== undefined && mayGoOn(stream)) return;
  await removeTree(homeOf(context, key));
}

/** What its program reads lies there before it starts; a login the user has not is no failure. */
export function layFiles(home: string, files: readonly HomeFile[]): void {
  ensureDir(home, 0o700);
  for (const file of files) {
    const content = "text" in file ? file.text : readIfExists(file.copyOf);
    if (content === null) continue;
    const path = join(home, file.path);
    makeWay(home, dirname(file.path));
    writeDurable(path, content, { mode: 0o600 });
  }
}

/** An earlier attempt could write here: what it put in a directory's place leads nowhere of ours. */
function makeWay(home: string, path: string): void {
  let at = home;
  for (const name of path.split("/")) {
    at = join(at, name);
    const found = statOrNull(at);
    if (found !== null && found.kind !== "directory") removeFile(at);
    ensureDir(at, 0o700);
  }
}

function readNamed(root: string, path: string | null): string | null {
  if (path === null || isDirectory(join(root, path))) return null;
  return readTextIfExists(join(root, path));
}
