import type { BudgetStanding } from "../../../daemon/index.ts";
import { allowSpending, budgetStanding, readState } from "../../../daemon/index.ts";
import type { BudgetLimit, Cap } from "../../../model/index.ts";
import { describeCap, isoTime, inDimensionsOf } from "../../../model/index.ts";
import { setUserBudget } from "../../../platform/index.ts";
import { safeText } from "../../text/safe.ts";
import { alignRows } from "../../text/width.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";

export const budget: Face = (command, on) => {
  command.action(on(showBudget));
  command
    .command("set")
    .description("set a limit in your own settings; none takes it out")
    .argument("<what>", "day, month, run, attempt, stream, account, role:NAME, target:NAME, ...")
    .argument("<amount>", "$20, 300k tokens, '$20, 1M tokens', or none")
    .action(on((context, what: string, amount: string) => change(context, what, amount, false)));
  command
    .command("raise")
    .description("like set, and never lower than it is")
    .argument("<what>", "as for set")
    .argument("<amount>", "as for set")
    .action(on((context, what: string, amount: string) => change(context, what, amount, true)));
  command
    .command("allow")
    .description("let a team go on that was held because spending rose")
    .action(
      on((context) => {
        allowSpending();
        const text = "The team may go on; for an hour nobody asks again.";
        const next = ["orchestrator batch", "orchestrator budget"];
        return { ...showBudget(context), text, next };
      }),
    );
};

function change(context: Context, what: string, amount: string, raiseOnly: boolean): Answer {
  const { file, key, before, after } = setUserBudget(what, amount, raiseOnly);
  const was = before === null ? "" : ` (it was ${safeText(before)})`;
  const now = after === null ? "is not set any more" : `is ${safeText(after)}`;
  return {
    ...showBudget(context),
    text: `budget.${safeText(key)} ${now}${was}, in ${safeText(file)}`,
    next: ["orchestrator budget", "orchestrator batch"],
  };
}

function showBudget(context: Context): Answer {
  const place = workplaceOf(context);
  const standing = budgetStanding(place, readState(place).state);
  if (standing === null) {
    return {
      schema: "budget",
      data: { limited: false, level: "normal", limits: [] },
      text: "Nothing is limited. What is spent is recorded: orchestrator costs",
      next: ["orchestrator budget set day '$20'", "orchestrator costs"],
      warnings: place.config.warnings,
    };
  }
  const { config, day, utcOffset, reading, limits } = standing;
  return {
    schema: "budget",
    data: {
      limited: true,
      level: reading.level,
      why: reading.why,
      until: isoTime(reading.untilMs),
      day,
      utcOffset,
      perAttempt: config.perAttempt,
      perStream: config.perStream,
      limits: limits.map((limit) => ({
        scope: limit.scope,
        name: limit.name,
        cap: limit.cap,
        used: limit.used,
        reserved: limit.reserved,
        left: leftOf(limit),
        until: isoTime(limit.untilMs),
      })),
    },
    text: textOf(standing),
    warnings: place.config.warnings,
  };
}

function textOf({ config, day, utcOffset, reading, limits }: BudgetStanding): string {
  const rows = limits.map((limit) => [
    `  ${safeText(limit.name)}`,
    describeCap(limit.cap),
    `${describeCap(inDimensionsOf(limit.cap, limit.used))} spent`,
    `${describeCap(inDimensionsOf(limit.cap, limit.reserved))} put aside`,
    `${describeCap(leftOf(limit))} left`,
    limit.untilMs === null ? "" : `until ${isoTime(limit.untilMs)}`,
  ]);
  return [
    `Budget: ${reading.level} (${safeText(reading.why)})`,
    ...alignRows(rows),
    `  one attempt may spend ${capText(config.perAttempt)}, one work stream ${capText(config.perStream)}`,
    `Days are local ones: ${day}, UTC${utcOffset}.`,
  ].join("\n");
}

function capText(cap: Cap | null): string {
  return cap === null ? "what it likes" : describeCap(cap);
}

function leftOf({ cap, used, reserved }: BudgetLimit): Cap {
  const left = (max: number | null, taken: number) =>
    max === null ? null : Math.max(0, max - taken);
  return {
    microUsd: left(cap.microUsd, used.microUsd + reserved.microUsd),
    tokens: left(cap.tokens, used.tokens + reserved.tokens),
  };
}
