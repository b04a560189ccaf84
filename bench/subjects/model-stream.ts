import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * `model-stream`: a server in the place of a model's, which says its port. `max_tokens` of a
 * request is how many megabytes it answers, in events as small as a model's are.
 */
const event = (data: { readonly type: string; readonly [name: string]: unknown }): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const START = event({
  type: "message_start",
  message: { id: "msg_1", model: "m", usage: { input_tokens: 10, output_tokens: 1 } },
});
const DELTA = event({
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text: ' of the "thing"\n' },
});
const END =
  event({ type: "message_delta", delta: {}, usage: { output_tokens: 7 } }) +
  event({ type: "message_stop" });
const block = Buffer.from(DELTA.repeat(Math.ceil(65_536 / DELTA.length)));

function stream(response: ServerResponse, megabytes: number): void {
  let left = Math.ceil((megabytes * 1_000_000) / block.length);
  const more = (): void => {
    while (left-- > 0) {
      if (!response.write(block)) {
        response.once("drain", more);
        return;
      }
    }
    response.end(END);
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(START);
  more();
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(parts).toString("utf8")) as { max_tokens: number };
    stream(response, body.max_tokens);
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
