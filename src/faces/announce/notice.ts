import type { TerminalNotice } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";

const BELL = "\u0007";
const ESCAPE = "\u001b";
/** Terminals cut longer ones, some of them with what follows. */
const CHARS_MAX = 200;

/** What makes a terminal ring, or show a line of its own; nothing of the text can end it early. */
export function noticeSequence(how: TerminalNotice, text: string): string {
  // A semicolon parts the fields of both sequences.
  const shown = safeText(text).replaceAll(";", ",").slice(0, CHARS_MAX);
  switch (how) {
    case "bell":
      return BELL;
    case "osc9":
      return `${ESCAPE}]9;${shown}${BELL}`;
    case "osc777":
      return `${ESCAPE}]777;notify;orchestrator;${shown}${BELL}`;
  }
}
