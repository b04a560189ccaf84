import { plainText, withoutLinks } from "../prose.ts";

const BOLD_FIRST = /^\s*(?:\*\*|__)(.{1,300}?)(?:\*\*|__) *(?:([:：–—-]) *(.*)|\. +(.*))?$/;
const WIKI = /\[\[(?:[^[\]|]{1,200}\|)?([^[\]|]{1,200})\]\]/g;

/** `**User login**: with a second factor` is called by its bold words; the rest describes it. */
export function titleOf(words: string, open: boolean): { title: string; description: string } {
  const line = open && /\*\*|__/.test(words) ? `**${words.trimStart()}` : words;
  const match = BOLD_FIRST.exec(line);
  const [, bold, joint, behind, sentence] = match ?? [];
  if (bold !== undefined && (joint !== undefined || sentence !== undefined)) {
    const title = plainTitle(bold);
    if (title !== "") return { title, description: plainTitle(behind ?? sentence ?? "") };
  }
  const ended = BOLD_ENDED.exec(line);
  if (ended?.[1] !== undefined && plainTitle(ended[1]) !== "") {
    return { title: plainTitle(ended[1]), description: plainTitle(ended[2] ?? "") };
  }
  return { title: plainTitle(words), description: "" };
}

/** `**User login:** with a second factor`, `**User login.** It has …`. */
const BOLD_ENDED = /^\s*(?:\*\*|__)(.{1,300}?)[:：.] *(?:\*\*|__)(.*)$/;

function plainTitle(words: string): string {
  return plainText(withoutLinks(words).replace(WIKI, "$1"))
    .replace(/^[_*]+|[_*]+$/g, "")
    .replace(/^[\s:–—,;-]+|[\s:：,;–—-]+$/g, "");
}
