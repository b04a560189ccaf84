import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formsOf, knownSecrets } from "./known-secrets.ts";
import { learnSecret, maskOf, redactText } from "./redact.ts";

const SECRET = 'p"ss/w+rd~\\ä-0123456789';

function masked(text: string, secret = SECRET): string {
  const mask = maskOf([secret]);
  return mask === null ? text : text.replace(mask, "[redacted]");
}

describe("a secret that is known", () => {
  test.each<[string, (secret: string) => string]>([
    ["as it is", (secret) => secret],
    ["in JSON", (secret) => JSON.stringify({ secret })],
    ["in JSON within JSON", (secret) => JSON.stringify(JSON.stringify({ secret }))],
    ["in an address", (secret) => `https://x/?key=${encodeURIComponent(secret)}&y`],
    ["in base64", (secret) => Buffer.from(secret).toString("base64")],
    ["in base64 of more", (secret) => Buffer.from(`key: ${secret}!`).toString("base64")],
    ["in base64 of still more", (secret) => Buffer.from(`a key: ${secret}!`).toString("base64")],
    ["in base64 for addresses", (secret) => Buffer.from(`??>${secret}`).toString("base64url")],
    ["in hexadecimal", (secret) => Buffer.from(secret).toString("hex")],
    ["in capital hexadecimal", (secret) => Buffer.from(secret).toString("hex").toUpperCase()],
  ])("is masked %s", (_how, write) => {
    const text = `before ${write(SECRET)} after`;
    const clean = masked(text);
    expect(clean).toMatch(/^before .*\[redacted\].* after$/);
    for (const form of formsOf(SECRET)) expect(clean).not.toContain(form);
  });

  test("is masked in every form, whatever it is and wherever it stands", () => {
    const text = fc.string({ minLength: 12, maxLength: 60 });
    const around = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(text, around, around, (secret, before, after) => {
        for (const form of formsOf(secret)) {
          expect(masked(`${before}${form}${after}`, secret)).toContain("[redacted]");
        }
        const whole = Buffer.from(before + secret + after).toString("base64");
        if (Buffer.byteLength(secret) >= 10) expect(masked(whole, secret)).toContain("[redacted]");
      }),
    );
  });

  test("is a value of the environment under a name that says so, and no path or word", () => {
    const found = knownSecrets({
      ANTHROPIC_API_KEY: "sk-0123456789",
      NPM_TOKEN: "0123456789",
      DB_PASSWORD2: "correct horse",
      SSH_AUTH_SOCK: "/run/agent.sock",
      GOOGLE_APPLICATION_CREDENTIALS: "/home/me/key.json",
      API_TOKEN: "short",
      PIN_TOKEN: "00000000",
      KEYBOARD: "querty-layout",
      PATH: "/usr/bin",
    });
    expect(found).toEqual(["sk-0123456789", "correct horse", "0123456789"]);
  });
});

test("what looks like a credential is masked, and nothing else", () => {
  expect(redactText("key sk-abcdefghijklmnop1234 and words")).toBe("key [redacted] and words");
  expect(redactText("https://me:hunter2secret@host/x")).toBe("https://me:[redacted]@host/x");
  expect(redactText("nothing to hide here")).toBe("nothing to hide here");
  expect(maskOf([])).toBeNull();
  learnSecret("correct horse");
  learnSecret("short");
  expect(redactText("a short correct horse")).toBe("a short [redacted]");
});
