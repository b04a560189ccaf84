import type { Workplace } from "../../daemon/index.ts";
import { noticeTroubles } from "../../daemon/index.ts";
import type { NoticeConfig } from "../../model/index.ts";
import { desktopProgram, hasDesktop } from "../../platform/index.ts";
import type { Check } from "./checks.ts";
import { ok, warn } from "./checks.ts";
import { isOnPath } from "./programs.ts";

/** Whether what the person set would reach them, a line for each way; nothing is told. */
export async function checkNotices(place: Workplace): Promise<readonly Check[]> {
  const { notify } = place.config;
  if (notify === null) return [];
  const checks = [
    ...ofTerminal(notify),
    ...(await ofDesktop(notify)),
    ...(await ofCommand(notify)),
    ...ofWebhook(notify),
  ];
  const troubles = noticeTroubles(place).map(({ channel, why }) =>
    warn("notices", `${channel}: what was told last was not heard: ${why}`, MORE),
  );
  return [...checks, ...troubles];
}

const MORE = "docs/notifications.md";

function ofTerminal({ terminal }: NoticeConfig): readonly Check[] {
  if (terminal === null) return [];
  return [ok("notices", `terminal: ${terminal}, where the orchestrator runs in one`)];
}

async function ofDesktop({ desktop }: NoticeConfig): Promise<readonly Check[]> {
  if (!desktop) return [];
  const program = desktopProgram();
  if (program === null) return [warn("notices", "desktop: nothing is known for this system", MORE)];
  if (!(await isOnPath(program))) {
    return [warn("notices", `desktop: ${program} is not on your PATH`, `Install ${program}.`)];
  }
  if (!hasDesktop()) return [warn("notices", "desktop: there is none where this runs", MORE)];
  return [ok("notices", `desktop: ${program}`)];
}

async function ofCommand({ command }: NoticeConfig): Promise<readonly Check[]> {
  if (command === null) return [];
  const [program] = command;
  if (await isOnPath(program)) return [ok("notices", `command: ${program}`)];
  return [warn("notices", `command: ${program} cannot be run`, "Install it, or change notify.")];
}

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The rest of the address is often a key. */
function ofWebhook({ webhook }: NoticeConfig): readonly Check[] {
  if (webhook === null) return [];
  const { protocol, host, hostname } = new URL(webhook.url);
  if (protocol === "https:" || LOCAL.has(hostname)) return [ok("notices", `webhook: ${host}`)];
  return [warn("notices", `webhook: ${host} is told without encryption`, "Use https.")];
}
