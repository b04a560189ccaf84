import { ownLog } from "../logs.ts";
import type { Loop } from "../loop.ts";
import type { SessionStart } from "../session/start.ts";
import { acts } from "../session/start.ts";
import type { Workplace } from "../workplace.ts";
import { forgetNotices } from "./book.ts";
import type { ShowNotice } from "./channels.ts";
import { NoticeDesk } from "./desk.ts";

/** Null where the person set nothing, and for a leader that only records what was asked. */
export function openNotices(
  workplace: Workplace,
  start: SessionStart,
  loop: Loop,
  show: ShowNotice | null,
): NoticeDesk | null {
  const { notify: config } = workplace.config;
  if (!acts(start)) return null;
  if (config === null) {
    forgetNotices(workplace);
    return null;
  }
  const log = ownLog(workplace.logsDir, "notices");
  return new NoticeDesk({ workplace, config, log, show, state: () => loop.state });
}
