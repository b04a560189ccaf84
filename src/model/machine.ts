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
  /** How many work side by side follows what comes of it, up to the limit; absent: it does not. */
  readonly adapts?: boolean;
}

/** How many agents may work side by side as things go; never more than a person allows. */
export interface TeamSize {
  readonly agents: number;
  readonly why: string;
  readonly sinceMs: number;
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
  | { readonly type: "machine-eased"; readonly atMs: number }
  /** More or fewer than before may work side by side; who works goes on. */
  | {
      readonly type: "size-set";
      readonly atMs: number;
      readonly agents: number;
      readonly why: string;
    };
