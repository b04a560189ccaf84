import { join } from "node:path";
import { openLedger } from "../../src/ledger/index.ts";
import { openMemory, readMemory } from "../../src/memory/index.ts";
import { said } from "../../src/memory/memory.fixture.ts";
import type { Spending } from "../../src/model/index.ts";

/** A file that several processes keep tables in, as a trial sees it: words are put into it. */
interface Table {
  /** A word is acknowledged when `write` returns. */
  readonly open: (path: string) => { write(word: number): void; close(): void };
  /** What is kept of the words up to one, each as it is found. */
  readonly read: (path: string, words: number) => ReadonlyMap<number, string>;
  /** What each word has to be found as. */
  readonly expected: (word: number) => string;
}

const AT_MS = Date.UTC(2026, 10, 21, 12);
/** Each word takes new pages. */
const PADDING = "x".repeat(3_000);

const TABLES: Readonly<Record<"memory.db" | "ledger.db", Table>> = {
  "memory.db": {
    open(path) {
      const store = openMemory(path);
      return {
        write: (word) => store.add([{ key: `word/${word}`, record: noteOf(word) }]),
        close: () => store.close(),
      };
    },
    read(path) {
      const texts = readMemory(path).records.map((record) => JSON.stringify(record));
      return new Map(texts.map((text) => [Number(/"word (\d+) /.exec(text)?.[1]), text]));
    },
    expected: (word) => JSON.stringify(noteOf(word)),
  },
  "ledger.db": {
    open(path) {
      const ledger = openLedger(path);
      return {
        write: (word) => ledger.settle(attemptOf(word), [chargeOf(word)], "charged", AT_MS),
        close: () => ledger.close(),
      };
    },
    read(path, words) {
      const ledger = openLedger(path);
      try {
        const kept = new Map<number, string>();
        for (let word = 1; word <= words; word++) {
          const entry = ledger.entry(attemptOf(word).id);
          if (entry !== null) kept.set(word, `${entry.state} ${entry.spent.microUsd}`);
        }
        return kept;
      } finally {
        ledger.close();
      }
    },
    expected: (word) => `settled ${word}`,
  },
};
export type TableName = keyof typeof TABLES;

/** Two who have it open write by turns; one of them is now and then somebody new. */
export function writeWords(
  dir: string,
  name: TableName,
  words: number,
  tell: (word: number) => void,
): void {
  const open = () => TABLES[name].open(join(dir, name));
  const one = open();
  let other = open();
  try {
    for (let word = 1; word <= words; word++) {
      (word % 2 === 0 ? one : other).write(word);
      tell(word);
      if (word % NEW_EVERY > 0) continue;
      other.close();
      other = open();
    }
  } finally {
    one.close();
    other.close();
  }
}

const NEW_EVERY = 5;

/** Null where all that was acknowledged is there, and can be gone on with. */
export function checkWords(dir: string, name: TableName, acked: number): string | null {
  const { open, read, expected } = TABLES[name];
  const path = join(dir, name);
  try {
    // One that was not acknowledged may be there as well.
    const kept = read(path, acked + 1);
    for (const [word, text] of kept) {
      if (text !== expected(word)) return `word ${word} is not what was written`;
    }
    for (let word = 1; word <= acked; word++) {
      if (!kept.has(word)) return `${acked} acknowledged, and word ${word} is not there`;
    }
    const writer = open(path);
    try {
      writer.write(acked + 2);
    } finally {
      writer.close();
    }
    return read(path, acked + 2).has(acked + 2) ? null : "it cannot be gone on with";
  } catch (error) {
    return String(error);
  }
}

function noteOf(word: number) {
  return said(`word ${word} ${PADDING}`);
}

function attemptOf(word: number) {
  return {
    id: `repo/${word}${PADDING}`,
    repo: "repo",
    attempt: `self:1/${word}` as const,
    run: "s-1",
    target: "self",
    stream: "self:1",
    role: "coder",
    agent: "Aria",
    account: "key",
    model: null,
    atMs: AT_MS,
  };
}

function chargeOf(word: number) {
  const tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };
  const spending: Spending = { microUsd: word, tokens, model: null, basis: "table" };
  return { source: "gateway", sequence: null, spending };
}
