import { gzipSync } from "node:zlib";

/** One way to write a secret down. Every text it gives would betray it. */
export interface Encoding {
  readonly name: string;
  readonly of: (secret: string) => readonly string[];
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** What base64 of anything around the secret has in common, at each of the three alignments. */
function aligned(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return base64(whole).slice(offset === 0 ? 0 : 4);
}

const chars = (secret: string): string[] => Array.from(secret);
const hex = (secret: string): string => Buffer.from(secret).toString("hex");
const code = (char: string): number => char.codePointAt(0) ?? 0;

function rot13(secret: string): string {
  return secret.replaceAll(/[a-z]/gi, (letter) => {
    const from = letter <= "Z" ? 65 : 97;
    return String.fromCharCode(((code(letter) - from + 13) % 26) + from);
  });
}

function base32(secret: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = chars(secret)
    .map((char) => code(char).toString(2).padStart(8, "0"))
    .join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
}

function ascii85(secret: string): string {
  const bytes = Buffer.from(secret);
  let text = "";
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    let rest = bytes.readUInt32BE(at);
    const five: string[] = [];
    for (let index = 0; index < 5; index++) {
      five.unshift(String.fromCharCode((rest % 85) + 33));
      rest = Math.floor(rest / 85);
    }
    text += five.join("");
  }
  return text;
}

export const ENCODINGS: readonly Encoding[] = [
  { name: "plain", of: (secret) => [secret] },
  { name: "base64", of: (secret) => [0, 1, 2].map((offset) => aligned(secret, offset)) },
  {
    name: "base64url",
    of: (secret) => [Buffer.from(`??>${secret}`).toString("base64url").slice(4, -2)],
  },
  { name: "hex", of: (secret) => [hex(secret)] },
  { name: "upper hex", of: (secret) => [hex(secret).toUpperCase()] },
  {
    name: "url",
    of: (secret) => [
      chars(secret)
        .map((c) => `%${hex(c)}`)
        .join(""),
    ],
  },
  {
    name: "double url",
    of: (secret) => [
      chars(secret)
        .map((c) => `%25${hex(c)}`)
        .join(""),
    ],
  },
  { name: "JSON", of: (secret) => [JSON.stringify(JSON.stringify(secret)).slice(1, -1)] },
  {
    name: "unicode escapes",
    of: (secret) => [
      chars(secret)
        .map((c) => `\\u${hex(c).padStart(4, "0")}`)
        .join(""),
    ],
  },
  {
    name: "entities",
    of: (secret) => [
      chars(secret)
        .map((c) => `&#${code(c)};`)
        .join(""),
    ],
  },
  { name: "reversed", of: (secret) => [chars(secret).toReversed().join("")] },
  { name: "rot13", of: (secret) => [rot13(secret)] },
  { name: "gzip", of: (secret) => [base64(gzipSync(secret)).slice(16)] },
  { name: "lines", of: (secret) => [(secret.match(/.{1,8}/g) ?? []).join("\n")] },
  { name: "zero-width", of: (secret) => [chars(secret).join("\u200b")] },
  {
    name: "quoted-printable",
    of: (secret) => [
      chars(secret)
        .map((c) => `=${hex(c).toUpperCase()}`)
        .join(""),
    ],
  },
  { name: "base32", of: (secret) => [base32(secret)] },
  { name: "ascii85", of: (secret) => [ascii85(secret)] },
  { name: "utf-16", of: (secret) => [Buffer.from(secret, "utf16le").toString("latin1")] },
  {
    name: "shell",
    of: (secret) => [
      chars(secret).join("''"),
      chars(secret)
        .map((c) => `\\x${hex(c)}`)
        .join(""),
    ],
  },
];
