import { environment } from "./environment.ts";

/** Variables that hold credentials, by their names; addresses of sockets and files are none. */
const SECRET_NAME = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|AUTH)(?:_?\d+)?$/i;
/** Shorter values would be found in texts that have nothing to do with them. */
const CHARS_MIN = 8;
const SECRETS_MAX = 100;

/** Values of our own environment that nobody may read in what we write. */
export function knownSecrets(
  variables: Readonly<Record<string, string | undefined>> = environment(),
): readonly string[] {
  const values = Object.entries(variables).flatMap(([name, value = ""]) =>
    SECRET_NAME.test(name) && isTelling(value) ? [value] : [],
  );
  // The longest first: one may hold another.
  return [...new Set(values)].toSorted((a, b) => b.length - a.length).slice(0, SECRETS_MAX);
}

export function isTelling(value: string): boolean {
  return value.length >= CHARS_MIN && !value.startsWith("/") && !/^(.)\1*$/u.test(value);
}

/**
 * A secret as it stands in texts that were made of it: as it is, in JSON (also in JSON within
 * JSON), in addresses, in hexadecimal, and in base64 of anything that holds it.
 */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const pairs = hex.match(/../g) ?? [];
  const json = JSON.stringify(secret).slice(1, -1);
  const escaped = Array.from({ length: secret.length }, (_, at) =>
    secret.charCodeAt(at).toString(16).padStart(4, "0"),
  );
  const base64 = [0, 1, 2].map((offset) => inBase64(bytes, offset));
  const forms = [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    escaped.map((four) => `\\u${four}`).join(""),
    escaped.map((four) => `\\u${four.toUpperCase()}`).join(""),
    encodeURIComponent(bytes.toString("utf8")),
    pairs.map((pair) => `%${pair}`).join(""),
    pairs.map((pair) => `%${pair.toUpperCase()}`).join(""),
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
  return [...new Set(forms)].filter((form) => form.length >= CHARS_MIN);
}

/** What base64 of every text has in common in which so many bytes (modulo 3) stand before it. */
function inBase64(bytes: Buffer, offset: number): string {
  const before = Buffer.concat([Buffer.alloc(offset), bytes]);
  const whole = before.subarray(0, before.length - (before.length % 3));
  return whole.toString("base64").slice(offset === 0 ? 0 : 4);
}
