import { openJournal } from "../../src/journal/index.ts";
import { tickTurns } from "../../src/journal/turns.fixture.ts";

const SNAPSHOT_EVERY = 40;

/**
 * Appends, bigger and smaller and both ways, and a snapshot now and then; tells each newest record.
 * Where turns are `longer`, the log is soon brought into the database, again and again.
 */
export async function appendTurns(
  dir: string,
  turnsMax: number,
  longer: number,
  tell: (seq: number) => void,
): Promise<void> {
  const journal = openJournal(dir, { mode: "write" });
  try {
    let n = 1 + [...journal.read({ kinds: ["input"] })].length;
    for (let round = 0; n < turnsMax; round++) {
      const count = 1 + (round % 7);
      const turns = tickTurns(n, count, longer);
      const { seq } = round % 2 === 0 ? journal.append(turns) : await journal.appendSoon(turns);
      tell(seq);
      n += count;
      if (round % SNAPSHOT_EVERY === 0) journal.saveSnapshot(seq, Buffer.from(`fold ${seq}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    journal.close();
  }
}

export interface Kept {
  readonly acked: number;
  readonly found: number;
  readonly problem: string | null;
}

/** Whether all that was acknowledged is there, as it was written, and can be gone on with. */
export function checkKept(dir: string, acked: number, longer = 0): Kept {
  try {
    const { bodies, records } = readWhole(dir);
    const found = bodies.length;
    const expected = tickTurns(1, found, longer).flatMap(({ input, events }) => [input, ...events]);
    const whole = bodies.every((body, at) => body === JSON.stringify(expected[at]));
    if (!whole) return { acked, found, problem: "it is not what was written" };
    if (records < acked) return { acked, found, problem: `${acked} acknowledged, ${found} there` };
    const writer = openJournal(dir, { mode: "write" });
    try {
      writer.append(tickTurns(found / 2 + 1, 2, longer));
    } finally {
      writer.close();
    }
    const goesOn = readWhole(dir).records === found + 4;
    return { acked, found, problem: goesOn ? null : "it cannot be gone on with" };
  } catch (error) {
    return { acked, found: 0, problem: String(error) };
  }
}

function readWhole(dir: string): { readonly bodies: readonly string[]; readonly records: number } {
  const journal = openJournal(dir, { mode: "read" });
  try {
    const bodies = [...journal.read()].map(({ body }) => JSON.stringify(body));
    return { bodies, records: journal.verifyAll().records };
  } finally {
    journal.close();
  }
}
