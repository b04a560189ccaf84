import { readState } from "../../../daemon/index.ts";
import type { InboxItem } from "../../../journal/index.ts";
import { inboxView } from "../../../journal/index.ts";
import type { PersonAct, State } from "../../../model/index.ts";
import { displayKey, LIMITS, OrchestratorError } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { count, duration, nearest, streamLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { locate, request } from "./acts.ts";
import { readNamedFile } from "../options/named-file.ts";

export const inbox: Face = (command, on) => {
  command.action(on(showInbox));
};

export const answer: Face = (command, on) => {
  command
    .argument("<id>", "an id of the inbox, or a work stream")
    .argument("<text...>", "what its agent is to read")
    .action(
      on((context, id: string, words: readonly string[]) =>
        settle(context, "answer", id, (entry) => ({
          kind: "answer",
          entry,
          text: words.join(" "),
        })),
      ),
    );
};

export const approve: Face = (command, on) => {
  command
    .argument("<id>", "an id of the inbox, or a work stream")
    .action(
      on((context, id: string) =>
        settle(context, "approve", id, (entry) => ({ kind: "approve", entry })),
      ),
    );
};

export const reject: Face = (command, on) => {
  command
    .argument("<id>", "an id of the inbox, or a work stream")
    .option("-m, --message <text>", "what is wrong: its agent reads it")
    .option("--comments <file>", "line comments, sent along in one piece")
    .action(
      on((context, id: string, options: { message?: string; comments?: string }) => {
        const text = rejectionText(context, options);
        return settle(context, "reject", id, (entry) => ({ kind: "reject", entry, text }));
      }),
    );
};

export const feedback: Face = (command, on) => {
  command
    .argument("<id>", "work stream")
    .argument("<text...>", "what its agent is to heed")
    .action(
      on(async (context, id: string, words: readonly string[]) => {
        const { place, key } = locate(context, id);
        await request(place, { kind: "feedback", key, text: words.join(" ") });
        const stream = readState(place).state.streams.get(key);
        const when =
          stream?.stage.kind === "running"
            ? "hears it now where it can be spoken to, else before its work counts as done"
            : "hears it when it begins";
        const text = `${safeText(stream?.agent?.name ?? "Its agent")} ${when}${progressWords(context, id)}`;
        return {
          schema: "feedback",
          data: { id, agent: stream?.agent?.name ?? null },
          text,
          next: ["orchestrator status"],
        };
      }),
    );
};

export const redirect: Face = (command, on) => {
  command
    .argument("<id>", "the work stream whose agent is wanted elsewhere")
    .requiredOption("--to <id>", "what it is to work on instead")
    .option("--reason <text>", "why: the agent reads it", "")
    .action(
      on(async (context, id: string, options: { to: string; reason: string }) => {
        const { place, key } = locate(context, id);
        const { key: to } = locate(context, options.to);
        const before = progressWords(context, id);
        const agent = readState(place).state.streams.get(key)?.agent?.name ?? null;
        await request(place, { kind: "redirect", key, to, reason: options.reason });
        return {
          schema: "redirect",
          data: { id, to: options.to, agent },
          text: `${safeText(agent ?? "Its agent")} goes from ${id} to ${options.to}; ${id} is unclaimed now${before}, and what was done is kept`,
          next: ["orchestrator status"],
        };
      }),
    );
};

/** How far the agent says it is, where it does: ` (it was at 40 %)`. */
function progressWords(context: Context, id: string): string {
  const { place, key } = locate(context, id);
  const stage = readState(place).state.streams.get(key)?.stage;
  if (stage?.kind !== "running" || stage.percent === null) return "";
  return ` (it says it is at ${Math.round(stage.percent)} %)`;
}

function showInbox(context: Context): Answer {
  const place = workplaceOf(context);
  const { state, seq, atMs } = readState(place);
  const items = inboxView(state, { nowMs: atMs });
  const text = items.length === 0 ? "Nothing waits for you." : items.map(itemText).join("\n\n");
  const [first] = items;
  return {
    schema: "inbox",
    seq,
    data: { entries: items },
    text,
    next: first === undefined ? ["orchestrator status"] : [...first.commands],
  };
}

function itemText(item: InboxItem): string {
  const { id, stream, title, agent, kind, text, options, ageMs, live, commands } = item;
  const who = agent === null ? "" : `${safeText(agent)} `;
  const age = `${duration(ageMs)}${live ? ", its agent waits" : ""}`;
  return [
    `${id}  ${streamLabel(stream)} ${safeText(title)}  (${kind}, ${age})`,
    ...text.split("\n").map((line, at) => `    ${at === 0 ? who : ""}${safeText(line)}`),
    ...options.map((option) => `    - ${safeText(option)}`),
    ...commands.map((each) => `    ${each}`),
  ].join("\n");
}

/** Brings a person's word to whoever leads, and says what follows. */
async function settle(
  context: Context,
  schema: string,
  typed: string,
  act: (entry: string) => PersonAct,
): Promise<Answer> {
  const place = workplaceOf(context);
  const { state, atMs } = readState(place);
  const items = inboxView(state, { nowMs: atMs });
  const entry = entryFor(context, items, typed);
  const item = items.find((one) => one.id === entry || one.stream === typed);
  await request(place, act(entry));
  const after = readState(place);
  const led = after.leader !== null;
  const name = item === undefined ? typed : streamLabel(item.stream);
  const data = { entry: item?.id ?? entry, stream: item?.stream ?? null, led };
  const told = item === undefined ? null : wordOnProposal(after.state, item.stream);
  if (told !== null) {
    const next = [...told.next, "orchestrator roadmap show", "orchestrator plan"];
    return { schema, data, text: `${name}: ${told.text}`, next };
  }
  return {
    schema,
    data,
    text: led ? `${name} goes on.` : `Noted. ${name} goes on with: orchestrator resume`,
    next: led ? ["orchestrator status"] : ["orchestrator resume", "orchestrator inbox"],
  };
}

/** An id as the inbox shows it, else the key of a work stream. */
function entryFor(context: Context, items: readonly InboxItem[], typed: string): string {
  const id = typed.trim().toLowerCase();
  if (items.some((item) => item.id === id)) return id;
  if (/^q-\d+$/.test(id)) {
    const open = items.map((item) => item.id);
    throw new OrchestratorError("not-found", `nothing in the inbox is called ${id}`, {
      hint:
        open.length === 0
          ? "Nothing waits for you; it may have been settled already."
          : `There: ${[...new Set([...nearest(id, open), ...open])].slice(0, 5).join(", ")}`,
    });
  }
  return locate(context, typed).key;
}

/** The message, then the comments as they stand in their file, as one batch. */
function rejectionText(
  context: Context,
  { message, comments }: { readonly message?: string; readonly comments?: string },
): string {
  const parts = [message?.trim() ?? ""];
  if (comments !== undefined) {
    const text = readNamedFile(context.cwd, comments);
    const lines = text.split("\n").filter((line) => line.trim() !== "").length;
    if (parts[0] === "") parts[0] = `${count(lines, "line")} of comments`;
    parts.push(text.trimEnd());
  }
  const text = parts.filter((part) => part !== "").join("\n\n");
  if (text === "") {
    throw new OrchestratorError("usage", "say what is wrong: its agent reads it", {
      hint: "orchestrator reject ID -m TEXT, or --comments FILE",
    });
  }
  if (text.length > LIMITS.messageCharsMax) {
    throw new OrchestratorError(
      "usage",
      `that is ${text.length} characters; an agent is told at most ${LIMITS.messageCharsMax} at a time`,
      { hint: "Say the heart of it, and name the files where the rest stands." },
    );
  }
  return text;
}

/** What became of new work that was proposed; null for any other entry. */
function wordOnProposal(
  { streams }: State,
  stream: string,
): { readonly text: string; readonly next: readonly string[] } | null {
  const found = [...streams.values()].find(({ facts }) => displayKey(facts.key) === stream);
  if (found?.facts.duty?.proposes !== true) return null;
  const { divided = false, split = null } = found.recovery ?? {};
  if (divided) return { text: "what it proposed is in the roadmap now", next: [] };
  if (split === null) return { text: "the roadmap stays as it is", next: [] };
  const text = "the roadmap has changed since; what would be written now is in your inbox";
  return { text, next: ["orchestrator inbox"] };
}
