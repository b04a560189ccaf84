import { dirname, join } from "node:path";
import { assembleFollowUp, assemblePrompt, windowOf } from "../../../agents/index.ts";
import type {
  AgentDefinition,
  HomeFile,
  LaunchContext,
  PromptParts,
} from "../../../agents/index.ts";
import type { EffectOf, PromptSize, StreamFacts, StreamKey } from "../../../model/index.ts";
import { generationOf, PROPOSAL_FILE, slug, targetOf } from "../../../model/index.ts";
import {
  ensureDir,
  isFileWithin,
  readIfExists,
  readTextIfExists,
  removeFile,
  removeTree,
  statOrNull,
  writeDurable,
} from "../../../platform/index.ts";
import type { PerformContext } from "../context.ts";
import { targetConfig } from "../context.ts";
import { dutyText } from "./duty-text.ts";
import type { OpenDoor } from "../../gateway/doors.ts";
import { definitionFor } from "../../registry.ts";
import { mayGoOn } from "../../unfinished.ts";
import { homesDir } from "../../workplace.ts";

/** The file in which a team keeps its plan, where it has one. */
const SHARED_PLAN = "MULTI_AGENT_PLAN.md";

/** `readOnly`: directories of its clone. `goesOn`: in a conversation that there is. */
export interface LaunchWish {
  readonly readOnly: readonly string[];
  readonly goesOn: boolean;
  readonly door: OpenDoor | null;
}

interface Task {
  readonly stream: { readonly id: string; readonly title: string };
  readonly definition: AgentDefinition | null;
  readonly parts: PromptParts;
}

/** What an attempt is about. `readOnly`: directories of its clone. */
function taskOf(
  context: PerformContext,
  effect: EffectOf<"run-agent">,
  readOnly: readonly string[],
): Task {
  const target = targetConfig(context, effect.key);
  const found = context.desk.stream(target, effect.key);
  const facts = context.state().streams.get(effect.key)?.facts ?? null;
  const read = (path: string | null): string | null => readNamed(target.path, path);
  const stream = { id: facts?.id ?? effect.key, title: facts?.title ?? effect.key };
  const routing = context.state().session?.request.policy.routing ?? [];
  const place = { root: target.path, read };
  const definition = definitionFor(place, effect.agent.role, routing, {
    title: stream.title,
    text: found?.text ?? "",
  });
  const acceptance = (found?.stream.acceptance ?? []).map((item) => item.text);
  const parts: PromptParts = {
    agent: effect.agent,
    definition: definition?.prompt ?? instructionsOf(context, effect.agent.role),
    stream: { ...stream, text: found?.text ?? dutyText(context, facts?.duty), acceptance },
    identityContext: read(target.identityContext),
    conventions: target.conventions.map((path) => ({ path, text: read(path) ?? "" })),
    readOnly,
    isCheck: facts?.isCheck === true,
    proposalFile: facts?.duty?.proposes === true ? PROPOSAL_FILE : null,
    plan: read(SHARED_PLAN),
    memory: facts === null ? null : memoryOf(context, effect, facts),
    rejection: effect.rejection,
    messages: effect.messages,
    interruption: interruptionOf(context, effect),
    windowTokens: windowOf(definition?.model ?? context.agent.model),
  };
  return { stream, definition, parts };
}

function memoryOf(
  { memory, state, now }: PerformContext,
  { agent }: EffectOf<"run-agent">,
  facts: StreamFacts,
): string | null {
  return memory.forPrompt(agent, facts, state(), now());
}

/** What an agent is told that asks what its work is, at any time. */
export function briefOf(context: PerformContext, effect: EffectOf<"run-agent">): string {
  return assemblePrompt(taskOf(context, effect, []).parts).text;
}

/** All that an adapter needs to know of an attempt, and how much its agent is told. */
export interface Launch {
  readonly context: LaunchContext;
  readonly size: PromptSize;
}

export function launchOf(
  context: PerformContext,
  effect: EffectOf<"run-agent">,
  { readOnly, goesOn, door }: LaunchWish,
): Launch {
  const { stream, definition, parts } = taskOf(context, effect, readOnly);
  const prompt = goesOn ? assembleFollowUp(parts) : assemblePrompt(parts);
  const launch: LaunchContext = {
    attempt: effect.attempt,
    key: effect.key,
    generation: generationOf(effect.attempt),
    streamId: stream.id,
    title: stream.title,
    agent: effect.agent,
    definition,
    workspace: effect.workspace.path,
    home: homeOf(context, effect.key),
    target: targetOf(effect.key),
    prompt: prompt.text,
    messages: effect.messages,
    config: context.agent,
    gateway: door?.hasModels === true ? door : null,
    mcpUrl: door === null ? null : `${door.url}/mcp`,
    token: door?.token ?? null,
  };
  const { tokens } = prompt;
  return { context: launch, size: { tokens, windowTokens: parts.windowTokens } };
}

/** What the standing team's definition of a role tells it; null for any other agent. */
function instructionsOf(context: PerformContext, role: string): string | null {
  const roles = context.state().session?.request.team?.roles ?? [];
  const { instructions = "" } = roles.find(({ id }) => id === role) ?? {};
  return instructions === "" ? null : instructions;
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

/** A text below the root; null where there is none, or only a link that leads out of it. */
export function readNamed(root: string, path: string | null): string | null {
  if (path === null || !isFileWithin(root, join(root, path))) return null;
  return readTextIfExists(join(root, path));
}
