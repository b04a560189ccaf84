/** How much room the machine has, when it was looked at; what cannot be told there is null. */
export interface MachineReading {
  /** Share of its memory (or of what this process may have of it) that is free, 0…1. */
  readonly freeMemory: number | null;
  /** Where work places are made. */
  readonly freeDiskBytes: number | null;
  /** Share of its processors that was busy since the look before, 0…1. */
  readonly busyCpu: number | null;
}

export type MachineLack = "memory" | "disk" | "cpu";

/** What the machine has to have left before another agent starts beside those at work. */
export interface AdmissionPolicy {
  /** Shares 0…1, and bytes; 0 asks for none. */
  readonly freeMemoryMin: number;
  readonly freeDiskBytesMin: number;
  /** 1: however busy they are. */
  readonly busyCpuMax: number;
  /** Between the starts of two agents. */
  readonly staggerMs: number;
}

/** The machine has too little of something: nobody starts beside those at work. */
export interface MachineShortage {
  readonly lack: MachineLack;
  readonly why: string;
  readonly sinceMs: number;
}

/** What the machine is short of is another thing than before; nobody who works is stopped for it. */
export type MachineEvent =
  | {
      readonly type: "machine-short";
      readonly atMs: number;
      readonly lack: MachineLack;
      readonly why: string;
    }
  | { readonly type: "machine-eased"; readonly atMs: number };
