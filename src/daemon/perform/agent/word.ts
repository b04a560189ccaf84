import { LIMITS } from "../../../model/index.ts";
import { sleep } from "../../../platform/index.ts";

/**
 * The warden's answer to a word, which costs it no work. One that hangs is a look that failed, so
 * that a stop is sent again and never waits for ever (law I7).
 */
export async function answered<T>(word: Promise<T>): Promise<T> {
  const over = new AbortController();
  const silence = sleep(LIMITS.wardenAnswerMsMax, over.signal).then(() => {
    throw new Error("the warden does not answer");
  });
  // Whoever loses the race is nobody's business any more.
  for (const one of [silence, word]) one.catch(() => undefined);
  try {
    return await Promise.race([word, silence]);
  } finally {
    over.abort();
  }
}
