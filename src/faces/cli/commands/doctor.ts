import type { Workplace } from "../../../daemon/index.ts";
import { EXIT } from "../../../model/index.ts";
import type { Check } from "../../doctor/checks.ts";
import {
  checkAgents,
  checkConfinement,
  checkDisk,
  checkGit,
  checkNode,
} from "../../doctor/machine.ts";
import { checkNotices } from "../../doctor/notices.ts";
import { checkPrograms } from "../../doctor/programs.ts";
import {
  checkConfig,
  checkExclude,
  checkJournal,
  checkLeader,
  checkRepository,
  checkRoadmap,
  checkTrust,
  refused,
} from "../../doctor/repository.ts";
import { safeText } from "../../text/safe.ts";
import { count } from "../../text/words.ts";
import { padTo } from "../../text/width.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import type { Style } from "../terminal/style.ts";

export const doctor: Face = (command, on) => {
  command
    .option("--fix", "put right what can be put right without risk")
    .action(on((context, options: { fix?: boolean }) => examine(context, options.fix === true)));
};

async function examine(context: Context, fix: boolean): Promise<Answer> {
  const checks: Check[] = [checkNode(), await checkGit(), checkDisk()];
  checks.push(...(await checkPlace(context, fix)));
  const failed = checks.filter((check) => check.status === "fail").length;
  const warned = checks.filter((check) => check.status === "warn").length;
  const answer: Answer = {
    schema: "doctor",
    data: { checks, failed, warned },
    text: [
      ...checks.flatMap((check) => checkLines(check, context.style)),
      `${count(checks.length, "check")}: ${failed} failed, ${count(warned, "warning")}`,
    ].join("\n"),
  };
  if (failed === 0) return answer;
  const message = `${count(failed, "check")} failed`;
  return { ...answer, exit: EXIT.precondition, failure: { code: "bad-config", message } };
}

async function checkPlace(context: Context, fix: boolean): Promise<readonly Check[]> {
  let place: Workplace;
  try {
    place = workplaceOf(context);
  } catch (error) {
    return [refused("repository", error)];
  }
  const { config } = place;
  const targets = await Promise.all(
    config.targets.map(async (target) => [
      ...(await checkRepository(place, target)),
      checkRoadmap(target),
      ...(await checkPrograms(target)),
    ]),
  );
  return [
    ...targets.flat(),
    checkConfig(place),
    checkTrust(place),
    ...(await checkAgents(config)),
    await checkConfinement(config),
    checkJournal(place),
    checkLeader(place),
    ...(await checkNotices(place)),
    checkExclude(place, fix),
  ];
}

const WORDS = { ok: "ok  ", warn: "warn", fail: "FAIL" } as const;
const COLOURS = { ok: "green", warn: "yellow", fail: "red" } as const;

function checkLines({ category, status, found, advice, fixed }: Check, style: Style): string[] {
  const word = style.paint(COLOURS[status], fixed === true ? "fixed" : WORDS[status]);
  const line = `${word} ${padTo(category, 12)} ${safeText(found)}`;
  return advice === "" ? [line] : [line, `                  ${safeText(advice)}`];
}
