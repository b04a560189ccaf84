import { createInterface } from "node:readline/promises";

/** Asks on the terminal; only ever called where a person can answer. Nothing typed means no. */
export async function askYesNo(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const reply = (await lines.question(`${question} [y/N] `)).trim().toLowerCase();
    return reply === "y" || reply === "yes";
  } finally {
    lines.close();
  }
}

/** One line as typed; null when nothing was. Only ever called where a person can answer. */
export async function askLine(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const reply = (await lines.question(`${question} `)).trim();
    return reply === "" ? null : reply;
  } finally {
    lines.close();
  }
}
