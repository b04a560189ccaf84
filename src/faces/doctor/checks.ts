/** One line of `doctor`: what was looked at, what was found, what to do. */
export interface Check {
  readonly category: string;
  readonly status: "ok" | "warn" | "fail";
  readonly found: string;
  /** What to do; empty when there is nothing to do. */
  readonly advice: string;
  /** `doctor --fix` put it right. */
  readonly fixed?: boolean;
}

export function ok(category: string, found: string): Check {
  return { category, status: "ok", found, advice: "" };
}

export function warn(category: string, found: string, advice: string): Check {
  return { category, status: "warn", found, advice };
}

export function fail(category: string, found: string, advice: string): Check {
  return { category, status: "fail", found, advice };
}
