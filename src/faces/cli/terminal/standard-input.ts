import { LIMITS, OrchestratorError } from "../../../model/index.ts";

/** All of standard input as text, up to the limit of a message. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > LIMITS.messageBytesMax) {
      throw new OrchestratorError(
        "usage",
        `standard input is longer than ${LIMITS.messageBytesMax} bytes`,
      );
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
