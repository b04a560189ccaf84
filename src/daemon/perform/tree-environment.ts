import { join } from "node:path";
import type { StreamKey, Workspace } from "../../model/index.ts";
import { minimalEnv } from "../../platform/index.ts";
import { probeConfinement } from "../../warden/index.ts";
import type { PerformContext } from "./context.ts";
import { openedTarget } from "./context.ts";

interface Tree {
  readonly key: StreamKey;
  readonly workspace: Workspace;
}

/**
 * A directory beside the tree for what programs fetch, shared with nobody: in a cache that outlived
 * the tree one branch could leave something for the next. Null where the sandbox does not keep
 * programs from the user's own, and for a person's checkout.
 */
export async function ownCache(context: PerformContext, tree: Tree): Promise<string | null> {
  if (context.config.sandbox === "off") return null;
  const probe = await probeConfinement();
  if (probe.kind !== "bubblewrap") return null;
  return openedTarget(context, tree.key).ownCache(tree.workspace);
}

/** What setup and gates see of the environment: the few plain variables, and caches of their own. */
export async function treeEnvironment(
  context: PerformContext,
  tree: Tree,
): Promise<Record<string, string>> {
  return { ...minimalEnv(), ...(await cacheVariables(context, tree)) };
}

/** The home directory is read-only in a sandbox, and many programs must write in theirs. */
export async function cacheVariables(
  context: PerformContext,
  tree: Tree,
): Promise<Record<string, string>> {
  const cache = await ownCache(context, tree);
  if (cache === null) return {};
  return {
    XDG_CACHE_HOME: cache,
    npm_config_cache: join(cache, "npm"),
    PNPM_HOME: join(cache, "pnpm"),
    YARN_CACHE_FOLDER: join(cache, "yarn"),
    YARN_GLOBAL_FOLDER: join(cache, "yarn-global"),
    CARGO_HOME: join(cache, "cargo"),
    GOPATH: join(cache, "go"),
    GRADLE_USER_HOME: join(cache, "gradle"),
    BUNDLE_USER_HOME: join(cache, "bundle"),
  };
}
