import type { RoutedRole, Routing } from "../../model/index.ts";
import { matchesAny } from "../../model/index.ts";

/** One role's part of a piece of work. */
export interface WorkPart {
  readonly role: string;
  /** Ends in the role's name in brackets, which routes it back to that role. */
  readonly title: string;
  readonly files: readonly string[];
  /** It is the part that the acceptance criteria are about. */
  readonly main: boolean;
}

/**
 * Work of several domains as a part for each role, in role order: each is built on the ones before
 * it. A file goes to the first role whose it is, what is nobody's to the main part. Work of one
 * role is one part, as it is.
 */
export function splitWork(
  work: { readonly title: string; readonly files: readonly string[] },
  { role: main, shares }: Routing,
  roles: readonly RoutedRole[],
): readonly WorkPart[] {
  if (main === null || shares.length < 2) {
    return [{ role: main ?? "", title: work.title, files: work.files, main: true }];
  }
  const owners = new Map(
    work.files.map((file) => {
      const owner = shares.find(({ role }) =>
        matchesAny(file, roles.find(({ id }) => id === role)?.files ?? []),
      );
      return [file, owner?.role ?? main];
    }),
  );
  return shares.map(({ role }) => ({
    role,
    title: `${work.title} (${role})`,
    files: work.files.filter((file) => owners.get(file) === role),
    main: role === main,
  }));
}
