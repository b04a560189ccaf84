/** Exit codes other programs rely on (docs/json.md). */
export const EXIT = {
  success: 0,
  workFailed: 1,
  usage: 2,
  precondition: 3,
  loginNeeded: 4,
  notFound: 5,
  gateRejected: 6,
  budgetExhausted: 7,
  pending: 8,
  alreadyRunning: 9,
  mergeConflict: 10,
  denied: 11,
  bug: 70,
  timeout: 124,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Several outcomes, one exit code: the first that applies, in this order. */
const EXIT_PRECEDENCE: readonly ExitCode[] = [130, 143, 70, 9, 3, 7, 4, 10, 6, 1, 8, 0];

/** Picks the code of a run from everything that happened in it. */
export function foremostExit(codes: readonly ExitCode[]): ExitCode {
  return EXIT_PRECEDENCE.find((code) => codes.includes(code)) ?? codes[0] ?? EXIT.success;
}
