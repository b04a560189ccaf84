import { dirname } from "node:path";
import type { DetectedAgent } from "../../daemon/index.ts";
import { confinementOf, missingProgram, providersOf } from "../../daemon/index.ts";
import type { AgentConfig, Config } from "../../model/index.ts";
import { unreachable } from "../../model/index.ts";
import { askVersion, freeBytes, pathExists, stateHome } from "../../platform/index.ts";
import { findAgents } from "../cli/find-agents.ts";
import { bytes, list } from "../text/words.ts";
import type { Check } from "./checks.ts";
import { fail, ok, warn } from "./checks.ts";

const NODE_NEEDED = [20, 19] as const;
const GIT_NEEDED = [2, 30] as const;
const DISK_WARN_BYTES = 2_000_000_000;
const DISK_FAIL_BYTES = 200_000_000;

export function checkNode(): Check {
  const found = process.versions.node;
  if (atLeast(found, NODE_NEEDED)) return ok("node", `Node ${found}`);
  return fail("node", `Node ${found}`, `Use Node ${NODE_NEEDED.join(".")} or newer.`);
}

export async function checkGit(): Promise<Check> {
  const version = (await askVersion("git"))?.match(/\d+\.\d+(?:\.\d+)?/)?.[0];
  if (version === undefined) return fail("git", "git was not found", "Install git.");
  if (atLeast(version, GIT_NEEDED)) return ok("git", `git ${version}`);
  return fail("git", `git ${version}`, `Use git ${GIT_NEEDED.join(".")} or newer.`);
}

function atLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [haveMajor = 0, haveMinor = 0] = version.split(".").map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}

/** How agents are held on this machine, and what that leaves open. */
export async function checkConfinement(config: Config): Promise<Check> {
  const { sandbox } = config;
  const { why, whole } = await confinementOf(config);
  const found = `agents are held by ${why}`;
  if (sandbox === "off") {
    return warn(
      "confinement",
      "agents are not confined (sandbox: off)",
      "sandbox: auto confines them.",
    );
  }
  if (whole) return ok("confinement", found);
  const advice = "Install bubblewrap (bwrap), where the kernel allows user namespaces.";
  return sandbox === "required"
    ? fail("confinement", found, advice)
    : warn("confinement", found, advice);
}

export function checkDisk(): Check {
  const free = freeBytes(nearestExisting(stateHome()));
  const found = `${bytes(free)} free for workspaces in ${stateHome()}`;
  if (free < DISK_FAIL_BYTES) return fail("disk", found, "Free some space: orchestrator gc");
  if (free < DISK_WARN_BYTES) return warn("disk", found, "It may run out: orchestrator gc");
  return ok("disk", found);
}

function nearestExisting(path: string): string {
  return pathExists(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/** Each configured agent: is its program there, and, where it can be told, is it logged in? */
export async function checkAgents(config: Config): Promise<readonly Check[]> {
  const entries = Object.entries(config.agents);
  const found = await findAgents();
  if (entries.length > 0)
    return await Promise.all(
      entries.map(([name, agent]) => checkAgent(name, agent, found, config)),
    );
  const [first] = found;
  const advice =
    first === undefined
      ? "Write one into orchestrator.yaml (agents: default), or run: orchestrator init"
      : `Name one (--agent ${first.adapter}), or let it be written down: orchestrator init`;
  return [
    warn("agents", "no agent is configured", advice),
    ...found.map((seen) => checkLogin(`${seen.adapter} ${seen.version}`, seen, {})),
  ];
}

async function checkAgent(
  name: string,
  agent: AgentConfig,
  found: readonly DetectedAgent[],
  { gateway }: Pick<Config, "gateway">,
): Promise<Check> {
  switch (agent.adapter) {
    case "scripted":
      if (agent.script !== null && pathExists(agent.script))
        return ok("agents", `${name}: scripted`);
      return fail(
        "agents",
        `${name}: its script is missing`,
        `There is no ${agent.script ?? "script:"}`,
      );
    case "command":
    case "acp":
      if (agent.run !== null) {
        const missing = await missingProgram(agent);
        if (missing !== null) {
          const advice = `Install ${missing}, or change agents.${name}.run.`;
          return fail("agents", `${name}: ${missing} is not on the PATH`, advice);
        }
        const providers = gateway === "off" ? [] : providersOf(agent);
        const way =
          providers.length === 0 ? "by itself" : `through the gateway (${list(providers)})`;
        return ok("agents", `${name}: ${agent.adapter}, ${agent.run}; reaches its models ${way}`);
      }
      return fail("agents", `${name}: nothing to run`, `Give agents.${name} a run: line.`);
    case "claude-code":
    case "codex":
    case "opencode":
    case "gemini": {
      const seen = found.find((each) => each.adapter === agent.adapter);
      if (seen !== undefined) {
        return checkLogin(`${name}: ${agent.adapter} ${seen.version}`, seen, agent.env);
      }
      const advice = `Install ${agent.adapter}, or choose another adapter.`;
      return fail("agents", `${name}: ${agent.adapter} was not found`, advice);
    }
    default:
      return unreachable(agent.adapter);
  }
}

/** `own`: variables that its settings give it. */
function checkLogin(
  what: string,
  { login, keys, isOld, program }: DetectedAgent,
  own: Readonly<Record<string, string>>,
): Check {
  if (isOld) {
    const advice = `Update ${program}: with an older one its agents may fail at once.`;
    return warn("agents", `${what}, older than any that was tried`, advice);
  }
  const given = keys.find((name) => (own[name] ?? "") !== "");
  if (given !== undefined) return ok("agents", `${what}, with the ${given} of its settings`);
  switch (login.kind) {
    case "key":
      return ok("agents", `${what}, with ${login.variable}`);
    case "account":
      return ok("agents", `${what}, logged in`);
    case "unknown":
      return ok("agents", `${what}; whether it is logged in shows when it runs`);
    case "none":
      return warn("agents", `${what}, not logged in`, `Log in: ${login.command}`);
    default:
      return unreachable(login);
  }
}
