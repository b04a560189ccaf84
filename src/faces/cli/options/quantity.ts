import { InvalidArgumentError } from "commander";
import { LIMITS } from "../../../model/index.ts";

/** `-n`: how many agents at a time, 1 to the limit of the product. */
export function parseConcurrency(text: string): number {
  return wholeNumber(text, 1, LIMITS.concurrencyMax);
}

/** `plan -n`: a question, so more agents may be asked about than could be had. */
export function parsePlanAgents(text: string): number {
  return wholeNumber(text, 1, LIMITS.planAgentsMax);
}

export function parseCount(text: string): number {
  return wholeNumber(text, 1, 1_000_000);
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
}
