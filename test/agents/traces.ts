import { createServer } from "node:http";
import { listen } from "../listen.ts";
import type { AgentProgram } from "./programs.ts";
import type { Play } from "./plays.ts";
import { DONE, expectEqual, ranWell, write } from "./plays.ts";
import { onStage } from "./stage.ts";

/** What is asked of a span here; a program's own may hold whatever it likes besides. */
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}

interface Receiver {
  readonly url: string;
  readonly spans: SentSpan[];
  readonly close: () => void;
}

/** A receiver as collectors are: it takes what it is sent, ours and theirs. */
async function receive(): Promise<Receiver> {
  const spans: SentSpan[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const type = request.headers["content-type"] ?? "";
      if (request.url === "/v1/traces" && type.includes("json")) {
        const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
          resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
        };
        for (const { scopeSpans } of body.resourceSpans)
          for (const one of scopeSpans) spans.push(...one.spans);
      }
      response.setHeader("content-type", "application/json");
      response.end("{}");
    });
  });
  return { url: await listen(server), spans, close: () => server.close() };
}

const atOnce = {
  turns: [write("well"), DONE],
  again: [DONE],
  cue: "was sent back",
  fault: null,
} as const;

export const TRACE_PLAYS: readonly Play[] = [
  {
    title: "sends its own spans below ours, where it works with its own login",
    isCore: false,
    only: "claude-code",
    run: (folder, program) => joins(folder, program, { ownLogin: true, settings: "" }),
  },
  {
    title: "sends its own spans below ours, where it has a key and the network is open",
    isCore: false,
    only: "claude-code",
    run: (folder, program) =>
      joins(folder, program, { ownLogin: false, settings: "sandbox: { network: open }\n" }),
  },
];

interface Way {
  readonly ownLogin: boolean;
  readonly settings: string;
}

/** What it asks its model and what it runs stand below the span that we gave it, in our trace. */
async function joins(folder: string, program: AgentProgram, way: Way): Promise<void> {
  const { ownLogin } = way;
  const receiver = await receive();
  try {
    const settings = `${way.settings}telemetry: { otlp: "${receiver.url}", agents: true }\n`;
    await onStage(folder, program, { scenario: atOnce, ownLogin, settings }, async (rig) => {
      await ranWell(rig, 1);
      const { spans } = receiver;
      expectEqual(new Set(spans.map(({ traceId }) => traceId)).size, 1, "traces");
      const ours = spans.find(({ name }) => name.startsWith("invoke_agent "));
      const theirs = spans.filter(({ name }) => name.startsWith("claude_code."));
      const [top, ...more] = theirs.filter((one) => one.parentSpanId === ours?.spanId);
      expectEqual(more.length, 0, "spans of theirs right below ours");
      for (const part of ["llm_request", "tool"]) {
        const below = theirs.filter(({ name }) => name === `claude_code.${part}`);
        if (below.length === 0) throw new Error(`no ${part}: ${JSON.stringify(spans)}`);
        for (const one of below) expectEqual(one.parentSpanId, top?.spanId, `above ${part}`);
      }
    });
  } finally {
    receiver.close();
  }
}
