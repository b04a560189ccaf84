import type { Adapter, AgentLine, LoopFound, LoopWatch } from "../../../agents/index.ts";
import { LOOPS_UNSEEN, LineReader, askedBy, watchLine } from "../../../agents/index.ts";
import type { EffectOf, RunView } from "../../../model/index.ts";
import { LIMITS, keyOf } from "../../../model/index.ts";
import { redactText } from "../../../platform/index.ts";
import type { ToolCall } from "../../../gateway/index.ts";
import { PASSING_ROOM } from "./agent-output.ts";
import { messageOf } from "../../message-of.ts";
import { StepNotes } from "../../trace/steps.ts";
import { askedOver, percentOver, proposedOver } from "./calls.ts";
import type { PerformContext } from "../context.ts";
import { openedTarget, runningStage } from "../context.ts";

/** How much of its output is read at a look: a flood must not hold up the loop. */
const LOOK_BYTES_MAX = 2 * 1024 * 1024;

/** Output of an agent that began so long before the first look at it was printed unseen. */
const UNSEEN_MS = 2_000;

/**
 * Follows what a running agent prints, from its first byte whoever follows it: what it asks, that
 * its model answers, that its turn has ended, that it goes in circles. Everything is told with its
 * number, so that telling it again after a restart is no news (law I9).
 */
export class AgentWatch {
  readonly #context: PerformContext;
  readonly #effect: EffectOf<"run-agent">;
  readonly #adapter: Adapter;
  readonly #reader = new LineReader();
  #at = 0;
  /** What it had printed when it was adopted: loops in that were seen by whoever was there. */
  #old: number | null = null;
  #questions = 0;
  readonly #readCalls: () => readonly ToolCall[];
  /** Everything said over the team's tools so far. */
  readonly #calls: ToolCall[] = [];
  #questionsOverTools = 0;
  #proposals = 0;
  #loopWatch: LoopWatch = LOOPS_UNSEEN;
  #digest: Promise<string | null> | undefined;
  #progressed = false;
  #hasAnswered = false;
  #percent: number | null = null;
  #isJudging = false;
  /** Its turn is over, and it was not told yet that nothing follows. */
  #waitsForMore = false;
  readonly #steps: StepNotes;
  #isLate = false;

  constructor(context: PerformContext, effect: EffectOf<"run-agent">, adapter: Adapter) {
    this.#context = context;
    this.#effect = effect;
    this.#adapter = adapter;
    this.#readCalls = context.doors?.calls(effect.attempt) ?? (() => []);
    this.#steps = new StepNotes(context.workplace.logsDir, effect.attempt);
  }

  get calls(): readonly ToolCall[] {
    return this.#calls;
  }

  /** What it said over the team's tools since the last look. */
  listen(): void {
    for (const call of this.#readCalls()) {
      this.#calls.push(call);
      this.#percent = percentOver(call) ?? this.#percent;
      const { attempt } = this.#effect;
      const proposed = proposedOver(call);
      if (proposed !== null) {
        this.#proposals += 1;
        const [atMs, number] = [this.#context.now(), this.#proposals];
        this.#context.submit({ ...proposed, atMs, attempt, number });
      }
      const asked = askedOver(call);
      if (asked === null) continue;
      this.#questionsOverTools += 1;
      const number = this.#questionsOverTools;
      this.#context.submit({ ...asked, atMs: this.#context.now(), attempt, number });
    }
  }

  /** How far the agent said it is, when that was last. */
  get percent(): number | null {
    return this.#percent;
  }

  look(view: RunView): void {
    this.listen();
    const isLive = view.state !== "exited";
    this.#old ??= view.spool.stdoutBytes;
    let left = isLive ? LOOK_BYTES_MAX : Number.POSITIVE_INFINITY;
    while (left > 0 && this.#at < view.spool.stdoutBytes) {
      const wanted = Math.min(left, view.spool.stdoutBytes - this.#at);
      const { warden } = this.#context;
      const bytes = warden.readOutput(view.id, "stdout", this.#at, wanted, PASSING_ROOM);
      if (bytes.length === 0) break;
      this.#at += bytes.length;
      left -= bytes.length;
      const age = this.#context.now() - view.startedAtMs;
      this.#isLate = this.#at <= this.#old && age > UNSEEN_MS;
      for (const line of this.#reader.push(bytes)) this.#read(line, isLive);
    }
    if (!isLive) for (const line of this.#reader.end()) this.#read(line, false);
    if (!isLive) this.#waitsForMore = false;
    if (this.#at >= view.spool.stdoutBytes) this.#endTurn();
    this.#keepSteps();
  }

  /** Only for people to read: that they could not be kept is no reason to lose sight of it. */
  #keepSteps(): void {
    try {
      this.#steps.flush();
    } catch (error) {
      this.#context.log.warn("an agent's steps could not be kept", { error: messageOf(error) });
    }
  }

  #read(line: string, isLive: boolean): void {
    for (const event of this.#adapter.parse(line)) this.#hear(event, isLive);
  }

  #hear(line: AgentLine, isLive: boolean): void {
    const { attempt } = this.#effect;
    this.#steps.note(line, this.#context.now(), this.#isLate);
    const asked = askedBy(line);
    if (asked !== null) {
      const atMs = this.#context.now();
      this.#questions += 1;
      this.#context.submit({
        type: "agent-asked",
        atMs,
        attempt,
        number: this.#questions,
        ...asked,
        text: redactText(asked.text),
      });
    }
    if (line.kind === "progress" && line.percent !== null) this.#percent = line.percent;
    if (line.kind === "said" || line.kind === "tool-started") this.#noteAnswer();
    if (line.kind === "started") this.#waitsForMore = false;
    if (line.kind === "finished" || (line.kind === "failed" && line.final)) {
      this.#waitsForMore = true;
    }
    if (isLive && this.#at > (this.#old ?? 0)) this.#followLoops(line);
  }

  /** Only the attempt that tries whether a limit is over has something to tell. */
  #noteAnswer(): void {
    if (this.#hasAnswered) return;
    this.#hasAnswered = true;
    const { attempt } = this.#effect;
    for (const { probe } of this.#context.state().accounts.values()) {
      if (probe !== attempt) continue;
      this.#context.submit({ type: "model-answered", atMs: this.#context.now(), attempt });
    }
  }

  /** Unless there is more to be said to it, nothing follows: its program ends. */
  #endTurn(): void {
    if (!this.#waitsForMore) return;
    const { attempt } = this.#effect;
    const stream = this.#context.state().streams.get(keyOf(attempt));
    const isTold = stream?.messages.some((one) => one.given === null && one.kept !== attempt);
    if (isTold === true) {
      // It prints nothing before it is told, so nobody looks: what it cannot be told ends it too.
      setTimeout(() => this.#endTurn(), LIMITS.tellMsMax).unref();
      return;
    }
    this.#waitsForMore = false;
    this.#context.warden.hush(attempt);
  }

  #followLoops(line: AgentLine): void {
    if (line.kind === "tool-started" && this.#digest === undefined) this.#digest = this.#see();
    const { watch, found } = watchLine(this.#loopWatch, line);
    this.#loopWatch = watch;
    if (found === null || this.#isJudging) return;
    this.#isJudging = true;
    void this.#judge(found).finally(() => {
      this.#isJudging = false;
    });
  }

  /** A pattern is a loop only while the files stay as they are. */
  async #judge({ pattern, evidence }: LoopFound): Promise<void> {
    const { attempt } = this.#effect;
    const before = await this.#digest;
    this.#digest = this.#see();
    const now = await this.#digest;
    if (now === null) return;
    if (now !== before) {
      this.#progressed = true;
      return;
    }
    const stage = runningStage(this.#context, attempt);
    if (stage === null) return;
    this.#context.submit({
      type: "agent-looped",
      atMs: this.#context.now(),
      attempt,
      number: stage.heard.loops + 1,
      pattern,
      evidence,
      progressed: this.#progressed,
    });
    this.#progressed = false;
  }

  /** A failed look says nothing about a loop. */
  async #see(): Promise<string | null> {
    const { attempt, key } = this.#effect;
    try {
      return await openedTarget(this.#context, key).workDigest(attempt);
    } catch (error) {
      this.#context.log.warn("an attempt's files could not be seen", { error: messageOf(error) });
      return null;
    }
  }
}
