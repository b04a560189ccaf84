import { formsOf, isTelling, knownSecrets } from "./known-secrets.ts";

/** Shapes of credentials that are told by their look alone. */
const SECRET_SHAPES: readonly RegExp[] = [
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bAIza[0-9A-Za-z_-]{30,}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g,
  // Up to a quote, so that a whole line of JSON can be masked and stays JSON.
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?="|$))/g,
  /(?<=\b(?:bearer|basic)\s)(?=[A-Za-z._~+/=-]{0,200}\d)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=:\/\/[^\s/:@"]{1,200}:)[^\s/@"]{1,200}(?=@)/g,
];

const MASK = "[redacted]";

/**
 * Masks what looks like a credential, and the credentials of our own environment however they are
 * written, for logs and messages; the rest is untouched.
 */
export function redactText(text: string): string {
  known ??= maskOf([...knownSecrets(), ...learnt]);
  let result = known === null ? text : text.replace(known, MASK);
  for (const shape of SECRET_SHAPES) result = result.replace(shape, MASK);
  return result;
}

/** Made once for what is known: the environment of a process stays as it is. Null: no secret. */
let known: RegExp | null | undefined;
const learnt = new Set<string>();

/** A credential that came another way than by the environment is masked from now on too. */
export function learnSecret(secret: string): void {
  if (!isTelling(secret) || learnt.has(secret)) return;
  learnt.add(secret);
  known = undefined;
}

/** One pattern for all forms of all of them; null where there are none. */
export function maskOf(secrets: readonly string[]): RegExp | null {
  const forms = [...new Set(secrets.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
  if (forms.length === 0) return null;
  const quoted = forms.map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(quoted.join("|"), "g");
}
