import type { PersonAct } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";

/** Requests a live leader answers on its socket; each gets exactly one answer. */
export type ControlRequest =
  | { readonly type: "ping" }
  | { readonly type: "act"; readonly by: string; readonly act: PersonAct };

const NAME_CHARS_MAX = 200;
const REASON_CHARS_MAX = 4_000;
const KEY_CHARS_MAX = 2 * LIMITS.streamIdCharsMax;

/**
 * What came over the socket, as a request; throws `usage` on anything else. Another version of this
 * program may be asking, so nothing is taken for granted and everything has a bound.
 */
export function readRequest(message: unknown): ControlRequest {
  const { type, by, act } = fieldsOf(message, "the request");
  if (type === "ping") return { type };
  if (type !== "act") throw refusal("the request is none that this version knows");
  return { type, by: textOf(by, "by", NAME_CHARS_MAX), act: readAct(fieldsOf(act, "the act")) };
}

type Fields = Readonly<Record<string, unknown>>;

function readAct(fields: Fields): PersonAct {
  const { kind } = fields;
  switch (kind) {
    case "pause":
    case "resume":
      return fields["key"] === undefined ? { kind } : { kind, key: keyOf(fields) };
    case "answer":
    case "reject":
      return { kind, entry: entryOf(fields), text: saidIn(fields, "text") };
    case "approve":
      return { kind, entry: entryOf(fields) };
    case "feedback":
      return { kind, key: keyOf(fields), text: saidIn(fields, "text") };
    case "redirect": {
      const to = textOf(fields["to"], "to", KEY_CHARS_MAX);
      return { kind, key: keyOf(fields), to, reason: saidIn(fields, "reason") };
    }
    case "stop": {
      const keys = fields["keys"] === null ? null : keysOf(fields);
      return { kind, keys, now: flagOf(fields, "now") };
    }
    case "restart-role":
      return { kind, role: textOf(fields["role"], "role", NAME_CHARS_MAX) };
    case "retry":
      return { kind, key: keyOf(fields) };
    case "skip":
    case "block":
      return { kind, key: keyOf(fields), reason: reasonOf(fields) };
    case "escalate":
      return { kind, key: keyOf(fields), reason: saidIn(fields, "reason") };
    case "reassign":
      return { kind, key: keyOf(fields), agent: textOf(fields["agent"], "agent", NAME_CHARS_MAX) };
    case "decompose":
      return {
        kind,
        key: keyOf(fields),
        titles: listOf(fields["titles"], "titles", LIMITS.titleCharsMax),
      };
    case "land":
      return { kind, key: keyOf(fields), force: flagOf(fields, "force") };
    case "rollback":
      return { kind, key: keyOf(fields), withDependents: flagOf(fields, "withDependents") };
    case "checkpoint": {
      const name = textOf(fields["name"], "name", NAME_CHARS_MAX);
      return { kind, name, why: textOf(fields["why"], "why", REASON_CHARS_MAX) };
    }
    case "restore-checkpoint":
      return { kind, name: textOf(fields["name"], "name", NAME_CHARS_MAX) };
    case "drop-checkpoints":
      return { kind, names: listOf(fields["names"], "names", NAME_CHARS_MAX) };
    case "add-streams":
      return { kind, keys: keysOf(fields) };
    case "set-limit": {
      const { concurrency } = fields;
      if (typeof concurrency !== "number") throw refusal("concurrency is not a number");
      return { kind, concurrency };
    }
    case "claim-name": {
      const { agentId, role, preferred } = fields;
      return {
        kind,
        agentId: textOf(agentId, "agentId", NAME_CHARS_MAX),
        role: textOf(role, "role", NAME_CHARS_MAX),
        preferred: preferred === null ? null : textOf(preferred, "preferred", NAME_CHARS_MAX),
      };
    }
    default:
      throw refusal("the act is none that this version knows");
  }
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw refusal(`${what} is not an object`);
}

function textOf(value: unknown, name: string, charsMax: number): string {
  if (typeof value !== "string") throw refusal(`${name} is not text`);
  if (value.length > charsMax) throw refusal(`${name} is longer than ${charsMax} characters`);
  return value;
}

function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== "boolean") throw refusal(`${name} is neither true nor false`);
  return value;
}

function keyOf(fields: Fields): string {
  return textOf(fields["key"], "key", KEY_CHARS_MAX);
}

function entryOf(fields: Fields): string {
  return textOf(fields["entry"], "entry", KEY_CHARS_MAX);
}

function saidIn(fields: Fields, name: string): string {
  return textOf(fields[name], name, LIMITS.messageCharsMax);
}

function reasonOf(fields: Fields): string {
  return textOf(fields["reason"], "reason", REASON_CHARS_MAX);
}

function keysOf(fields: Fields): readonly string[] {
  return listOf(fields["keys"], "keys", KEY_CHARS_MAX);
}

function listOf(value: unknown, name: string, charsMax: number): readonly string[] {
  if (!Array.isArray(value)) throw refusal(`${name} is not a list`);
  if (value.length > LIMITS.roadmapStreamsMax) throw refusal(`there are too many ${name}`);
  return value.map((one) => textOf(one, `one of ${name}`, charsMax));
}

function refusal(message: string): OrchestratorError {
  return new OrchestratorError("usage", message, {
    hint: "Is the orchestrator that runs here of another version? orchestrator status",
  });
}
