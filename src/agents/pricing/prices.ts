import type { AgentConfig, Spending, Usage } from "../../model/index.ts";
import type { Price } from "./models.ts";
import { MODELS, costOf } from "./models.ts";

/** Whose models an agent's program asks, where its name says so. */
const FAMILIES: Readonly<Partial<Record<AgentConfig["adapter"], string>>> = {
  "claude-code": "claude-",
  codex: "gpt-",
  gemini: "gemini-",
};

/**
 * What usage costs, in whole millionths of a dollar. Of the table and the program's own reckoning
 * the larger counts: a program's word is a claim, and a table grows old. A model the table does not
 * price costs as much as the dearest of its family, so that a limit is never passed unseen.
 */
export function spendingOf(
  usage: Usage,
  agent: { readonly adapter: AgentConfig["adapter"]; readonly model: string | null },
): Spending {
  const model = usage.model ?? agent.model;
  const tokens = {
    input: Math.max(
      0,
      usage.inputTokens - (usage.cacheReadTokens ?? 0) - (usage.cacheWriteTokens ?? 0),
    ),
    cacheRead: usage.cacheReadTokens ?? 0,
    cacheWrite: usage.cacheWriteTokens ?? 0,
    output: usage.outputTokens,
  };
  const own = microUsd(usage.costUsd ?? 0);
  const known = model === null ? null : costOf(usage, model);
  if (known !== null) {
    const table = microUsd(known);
    return {
      microUsd: Math.max(table, own),
      tokens,
      model,
      basis: own > table ? "agent" : "table",
    };
  }
  if (usage.costUsd !== undefined) return { microUsd: own, tokens, model, basis: "agent" };
  // The scripted agent asks no model.
  if (agent.adapter === "scripted" && model === null) {
    return { microUsd: 0, tokens, model, basis: "free" };
  }
  const price = dearest(model, FAMILIES[agent.adapter] ?? null);
  const { input, cacheRead, cacheWrite, output } = tokens;
  const cost =
    (input * price.input +
      cacheRead * (price.cacheRead ?? price.input) +
      cacheWrite * (price.cacheWrite ?? price.input) +
      output * price.output) /
    1_000_000;
  return { microUsd: microUsd(cost), tokens, model, basis: "dearest" };
}

/** Rounded up: many small requests must not add up to nothing. */
function microUsd(usd: number): number {
  return Number.isFinite(usd) && usd > 0 ? Math.ceil(usd * 1_000_000 - 1e-6) : 0;
}

/** Of each kind of token the dearest price among the models of a name, a program, or all. */
function dearest(model: string | null, family: string | null): Price {
  const name = model?.split("/").at(-1)?.toLowerCase() ?? "";
  const prefix = Object.values(FAMILIES).find((each) => name.startsWith(each)) ?? family ?? "";
  const prices = MODELS.flatMap(({ id, price, long }) =>
    price === null || !id.startsWith(prefix)
      ? []
      : [price, ...(long === undefined ? [] : [long.price])],
  );
  const most = (of: (price: Price) => number) => Math.max(...prices.map(of));
  return {
    input: most((price) => price.input),
    output: most((price) => price.output),
    cacheRead: most((price) => price.cacheRead ?? price.input),
    cacheWrite: most((price) => price.cacheWrite ?? price.input),
  };
}
