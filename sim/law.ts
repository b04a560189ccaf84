import type {
  AttemptId,
  Effect,
  Event,
  EventOf,
  Input,
  MessageId,
  ObjectId,
  StreamKey,
} from "../src/model/index.ts";
import type { Simulation } from "./simulation.ts";

/** What happened in the world itself, whatever the orchestrator knows of it. */
export type Happening =
  | { readonly kind: "effect-began"; readonly effect: Effect; readonly durable: boolean }
  | { readonly kind: "agent-began"; readonly attempt: AttemptId; readonly key: StreamKey }
  | { readonly kind: "agent-heard"; readonly attempt: AttemptId; readonly message: MessageId }
  | {
      readonly kind: "workspace-dropped";
      readonly attempt: AttemptId;
      readonly contents: readonly number[];
    }
  | {
      readonly kind: "branch-moved";
      readonly target: string;
      readonly from: ObjectId;
      readonly to: ObjectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
    }
  | { readonly kind: "roadmap-written"; readonly key: StreamKey; readonly status: string }
  | {
      readonly kind: "divided";
      readonly key: StreamKey;
      /** Those that were not there before. */
      readonly parts: readonly StreamKey[];
    }
  | { readonly kind: "restarted"; readonly lostTail: boolean };

/** A turn that is durable. `again`: the input had been delivered before. */
export interface Turn {
  readonly seq: number;
  readonly input: Input;
  readonly events: readonly Event[];
  readonly again: boolean;
}

/** A look at events of some types: the checks of all laws are asked for each of these only. */
export interface EventCheck {
  readonly types: readonly Event["type"][];
  readonly check: (sim: Simulation, event: Event) => void;
}

/** The check sees no other types than it names: one that it forgets to name does not compile. */
export function heeding<const T extends Event["type"]>(
  types: readonly T[],
  check: (sim: Simulation, event: EventOf<T>) => void,
): EventCheck {
  return { types, check: check as EventCheck["check"] };
}

/** A checker of one law (reliability.md §6): it looks at the world and never asks the engine. */
export interface Law {
  readonly id: string;
  /** For each durable event, before the chronicle takes note of it. */
  readonly onEvent?: EventCheck;
  readonly afterTurn?: (sim: Simulation, turn: Turn) => void;
  readonly onHappening?: (sim: Simulation, happening: Happening) => void;
  /** When everything is over. */
  readonly atEnd?: (sim: Simulation) => void;
}

/** A law was broken: what the simulator is for. Anything else that is thrown is a defect of it. */
export class LawBroken extends Error {
  readonly law: string;

  constructor(law: string, message: string) {
    super(message);
    this.name = "LawBroken";
    this.law = law;
  }
}

export function breaks(law: Pick<Law, "id">, message: string): never {
  throw new LawBroken(law.id, message);
}
