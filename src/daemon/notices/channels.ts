import type { Notice, NoticeChannel, NoticeConfig } from "../../model/index.ts";
import { LIMITS, NOTICE_CHANNELS, OrchestratorError, unreachable } from "../../model/index.ts";
import {
  desktopCommand,
  learnSecret,
  redactText,
  requestHttp,
  runForPerson,
} from "../../platform/index.ts";
import type { NoticeMessage, NoticePlace } from "./message.ts";
import { composeMessage } from "./message.ts";

/** What became of telling. `later`: the same may be heard another time. */
export type Told =
  | { readonly kind: "heard" }
  | { readonly kind: "later"; readonly why: string }
  | { readonly kind: "refused"; readonly why: string };

/** Shows a line where a person sits, if they sit there. */
export type ShowNotice = (text: string) => void;

export interface TellingMeans {
  readonly config: NoticeConfig;
  readonly show: ShowNotice | null;
  readonly heardPath: string;
  /** Aborted when nobody waits for it any longer. */
  readonly signal: AbortSignal;
}

const HEARD: Told = { kind: "heard" };

/** A sound and a bubble are for the moment: what a kill leaves in doubt is not told again. */
export function isMomentary(channel: NoticeChannel): boolean {
  return channel === "terminal" || channel === "desktop";
}

/** The ways that are set; `show` is null where the orchestrator has no terminal. */
export function channelsOf(config: NoticeConfig, show: ShowNotice | null): NoticeChannel[] {
  const isSet: Readonly<Record<NoticeChannel, boolean>> = {
    terminal: config.terminal !== null && show !== null,
    desktop: config.desktop,
    command: config.command !== null,
    webhook: config.webhook !== null,
  };
  return NOTICE_CHANNELS.filter((channel) => isSet[channel]);
}

/** What is written about a receiver must not hold its keys: they are often in its address (I14). */
export function learnKeys({ webhook }: NoticeConfig): void {
  if (webhook === null) return;
  const { pathname, search } = new URL(webhook.url);
  for (const secret of [pathname, search.slice(1), ...Object.values(webhook.headers)]) {
    learnSecret(secret.replace(/^\//, ""));
  }
}

/** Tells it once; never throws for what a program, the network or a receiver does. */
export async function tell(
  channel: NoticeChannel,
  notices: readonly Notice[],
  place: NoticePlace,
  means: TellingMeans,
): Promise<Told> {
  const message = composeMessage(notices, place);
  const { config, show, signal } = means;
  switch (channel) {
    case "terminal":
      show?.(message.text);
      return HEARD;
    case "desktop": {
      const [first] = message.notices;
      const many = message.notices.length > 1;
      const title = many
        ? `${place.name}: ${message.notices.length} notices`
        : (first?.title ?? "");
      const argv = desktopCommand(
        title,
        many ? message.text : `${place.name}: ${first?.text ?? ""}`,
      );
      if (argv === null) return { kind: "refused", why: "there is no desktop known here" };
      return run(argv, "", { ...means, heardPath: "/dev/null" });
    }
    case "command":
      return config.command === null
        ? HEARD
        : run(config.command, `${JSON.stringify(message)}\n`, means);
    case "webhook":
      return config.webhook === null ? HEARD : post(config.webhook, message, signal);
    default:
      return unreachable(channel);
  }
}

async function run(
  argv: readonly [string, ...string[]],
  stdin: string,
  { heardPath, signal }: TellingMeans,
): Promise<Told> {
  const { noticeTellMs: timeoutMs } = LIMITS;
  const ran = await runForPerson(argv, { stdin, timeoutMs, heardPath, signal });
  if (ran.code === 0) return HEARD;
  const said = redactText(ran.stderr.toString("utf8").trim()).slice(-WHY_CHARS_MAX);
  const how =
    ran.code === null ? `was ended (it has ${timeoutMs / 1_000} s)` : `exited with ${ran.code}`;
  const why = `${argv[0]} ${how}${said === "" ? "" : `: ${said}`}`;
  // No such program, or none that can be run: another try finds the same.
  return { kind: ran.code === 126 || ran.code === 127 ? "refused" : "later", why };
}

const WHY_CHARS_MAX = 200;
const ANSWER_BYTES_MAX = 64 * 1024;
/** Busy, or for a moment not there. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

async function post(
  { url, headers }: NonNullable<NoticeConfig["webhook"]>,
  message: NoticeMessage,
  signal: AbortSignal,
): Promise<Told> {
  const { host } = new URL(url);
  try {
    const answer = await requestHttp({
      method: "POST",
      url,
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(message),
      timeoutMs: LIMITS.noticeTellMs,
      bytesMax: ANSWER_BYTES_MAX,
      redirects: "refuse",
      signal,
    });
    if (answer.status >= 200 && answer.status < 300) return HEARD;
    const said = redactText(answer.body.slice(0, WHY_CHARS_MAX)).trim();
    const why = `${host} answered ${answer.status}${said === "" ? "" : `: ${said}`}`;
    return { kind: TRY_AGAIN.has(answer.status) ? "later" : "refused", why };
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    return { kind: "later", why: error.message };
  }
}
