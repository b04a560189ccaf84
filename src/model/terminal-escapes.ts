/**
 * CSI, OSC (ended by BEL or ST), DCS/SOS/PM/APC and two-character escapes, 7-bit and 8-bit. The
 * classes exclude what may start the next sequence, so that no input is scanned twice.
 */
const ESCAPES =
  // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]?/g;

/** A text without the control sequences of terminals; single control characters stay. */
export function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, "");
}
