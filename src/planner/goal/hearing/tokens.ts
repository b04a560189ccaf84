/** Words keep what ids are made of (`1.2`, `req-042`, `web:1.2`, `don't`); marks stand alone. */
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}_]*(?:[.\-/':_#][\p{L}\p{N}_]+)*|\.\.+|[,;.!?&+-]/gu;

export function splitWords(text: string): readonly string[] {
  const plain = /^[ -~]*$/.test(text)
    ? text
    : text
        .normalize("NFKC")
        .replace(/[‘’ʼ]/g, "'")
        .replace(/[‐-―−]/g, "-");
  return plain.toLowerCase().match(TOKEN) ?? [];
}

export function isMark(word: string): boolean {
  return /^[.,;!?&+-]+$/.test(word);
}
