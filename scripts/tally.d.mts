/** What one part of the suite came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function addTallies(tallies: readonly Tally[]): Tally;

export interface VitestReading {
  readonly tally: Tally;
  readonly skipped: readonly string[];
  /** The names of the tests that failed, by their file. */
  readonly failedIn: ReadonlyMap<string, readonly string[]>;
}

export function tallyOfVitest(file: string, exitedWell: boolean): VitestReading;

export function filesToRunAgain(reading: VitestReading): readonly string[];

export function tallyOfOutput(output: string, ok: boolean): Tally;

export function compareSkips(file: string, skipped: readonly string[]): readonly string[];
