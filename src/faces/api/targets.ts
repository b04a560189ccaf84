import { join } from "node:path";
import type { TargetConfig } from "../../model/index.ts";
import type { RepositoryPlace } from "./config.ts";
import { openPlace, targetOfPlace } from "./config.ts";

/** A repository that is worked on, resolved: paths absolute, defaults filled in. */
export interface TargetRepository extends TargetConfig {
  getRoadmapPath(): string;
}

/** A target by its id (`self` is the repository itself). Throws `unknown-target`. */
export function getTarget(id: string, place: RepositoryPlace = {}): TargetRepository {
  return repositoryOf(targetOfPlace(openPlace(place), id));
}

/** Every target there is, the repository itself among them. */
export function getTargets(place: RepositoryPlace = {}): readonly TargetRepository[] {
  return openPlace(place).config.targets.map(repositoryOf);
}

function repositoryOf(target: TargetConfig): TargetRepository {
  return { ...target, getRoadmapPath: () => join(target.path, target.roadmap) };
}
