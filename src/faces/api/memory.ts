import type { MemoryEntry, MemoryKind, MemoryTier, Workplace } from "../../daemon/index.ts";
import {
  formatForContext,
  MEMORY_TIERS,
  plainName,
  readState,
  remember,
  rememberedHere,
} from "../../daemon/index.ts";
import type { AgentWork } from "../../journal/index.ts";
import { workHistory } from "../../journal/index.ts";
import type { TargetId } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import type { RepositoryPlace } from "./config.ts";
import { openPlace, targetOfPlace } from "./config.ts";

/** What was learned, how it was learned. */
export interface InsightWish {
  readonly fromMistake?: boolean;
  readonly tags?: readonly string[];
}

/**
 * An agent's memory in a repository. Nothing is held open: each call reads or adds, and what was
 * added is on the disk when it returns, whoever else is adding.
 */
export class AgentMemory {
  readonly agentName: string;
  readonly #place: Workplace;
  readonly #target: TargetId;

  constructor(agentName: string, place: Workplace, target: TargetId) {
    this.agentName = agentName;
    this.#place = place;
    this.#target = target;
  }

  recordInsight(content: string, { fromMistake = false, tags = [] }: InsightWish = {}): void {
    const learned = fromMistake ? [...tags, "learned-from-mistake"] : tags;
    this.#note("insight", content, null, learned);
  }

  /** Understanding of the project; `about`: the part it is of. */
  noteContext(content: string, { about = null }: { readonly about?: string | null } = {}): void {
    this.#note("context", content, about);
  }

  rememberRelationship(agentName: string, observation: string): void {
    this.#note("relationship", observation, agentName);
  }

  discoverPreference(content: string): void {
    this.#note("preference", content);
  }

  /** `prompt`: the question it answers. */
  reflect(content: string, { prompt = null }: { readonly prompt?: string | null } = {}): void {
    const tags = prompt === null ? ["reflection"] : ["reflection", `prompt:${prompt}`];
    this.#note("reflection", content, null, tags);
  }

  noteUncertainty(
    content: string,
    { about = null }: { readonly about?: string | null } = {},
  ): void {
    this.#note("uncertainty", content, about);
  }

  /** Something that mattered. */
  recordMeaningful(content: string): void {
    this.#note("meaningful", content);
  }

  /** What counts of it, in the order in which it was first said. */
  entries(): readonly MemoryEntry[] {
    return rememberedHere(this.#place).filter(
      ({ agent, revoked }) => agent === this.agentName && revoked === null,
    );
  }

  /** The same by tier, the firmest first. */
  recall(): Readonly<Record<MemoryTier, readonly MemoryEntry[]>> {
    const all = this.entries();
    const byTier = MEMORY_TIERS.map((tier) => [tier, all.filter((one) => one.tier === tier)]);
    return Object.fromEntries(byTier) as Record<MemoryTier, readonly MemoryEntry[]>;
  }

  /**
   * Summaries, recent insights, uncertainties, preferences, relationships: the newest first.
   * `maxTokens`: what has no room is left out, the last of that order first.
   */
  formatForContext({ maxTokens = null }: { readonly maxTokens?: number | null } = {}): string {
    return formatForContext(this.entries(), { name: this.agentName, tokensMax: maxTokens });
  }

  /** @throws OrchestratorError `usage` where nothing or too much is said */
  #note(
    kind: MemoryKind,
    content: string,
    about: string | null = null,
    tags: readonly string[] = [],
  ) {
    const note = { content, kind, agent: this.agentName, about, tags };
    remember(this.#place, note, { by: "agent", who: this.agentName, target: this.#target });
  }
}

/** @throws OrchestratorError `usage` without a name, `not-a-repository`, `unknown-target` */
export function getMemory(agentName: string, place: RepositoryPlace = {}): AgentMemory {
  if (agentName === "" || plainName(agentName) !== agentName) {
    throw new OrchestratorError("usage", `${JSON.stringify(agentName)} is no agent's name`, {
      hint: `One line of plain text, ${LIMITS.memoryNameCharsMax} characters at most.`,
    });
  }
  const workplace = openPlace(place);
  return new AgentMemory(agentName, workplace, targetOfPlace(workplace, place.target).id);
}

/** What an agent remembers, by tier, the firmest first; the seeds' `recall_memories`. */
export function recallMemories(
  wish: RepositoryPlace & { readonly agentName: string },
): ReturnType<AgentMemory["recall"]> {
  return getMemory(wish.agentName, wish).recall();
}

/** Who completed what in which target, by the journal. */
export function getWorkHistory(place: RepositoryPlace = {}): readonly AgentWork[] {
  return workHistory(readState(openPlace(place)).state);
}
