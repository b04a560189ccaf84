import { err, type Result } from "../../model/index.ts";

export interface EditRefusal {
  readonly reason: "not-found" | "ambiguous" | "unwritable";
  readonly message: string;
  /** Lines of the headings meant, when there are several. */
  readonly lines: readonly number[];
}

/** Nothing is written, because it would not read back as meant. */
export function refuseEdit(
  message: string,
  ...lines: readonly number[]
): Result<never, EditRefusal> {
  return err({ reason: "unwritable", message, lines });
}
