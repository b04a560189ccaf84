import type {
  Ceilings,
  ConfinementProfile,
  FenceConfig,
  NetworkProfile,
  StreamKey,
  Workspace,
} from "../../model/index.ts";
import { configHome, stateHome } from "../../platform/index.ts";
import type { PerformContext } from "./context.ts";
import { openedTarget } from "./context.ts";

/** Who works in a tree, and what it is given besides the tree. Absolute paths. */
export interface Tenant {
  readonly key: StreamKey;
  readonly workspace: Workspace;
  readonly network: NetworkProfile;
  readonly writable?: readonly string[];
  readonly readOnly?: readonly string[];
  /** Less than everybody may hold, where that is less. */
  readonly memoryBytesMax?: number | null;
}

export const OPEN: NetworkProfile = { kind: "open" };
export const NONE: NetworkProfile = { kind: "none" };

/**
 * The sandbox around an agent, a gate or a setup step: its tree, what the tree borrows, what the
 * user's settings add, and nothing else of the disk. Our own places stay absent even where the user
 * lets something around them be seen.
 */
export function fenceAround(context: PerformContext, tenant: Tenant): ConfinementProfile {
  const { config, workplace } = context;
  const paths = openedTarget(context, tenant.key).confinementPaths(tenant.workspace);
  return {
    mode: config.sandbox,
    view: "fenced",
    writable: [...paths.writable, ...(tenant.writable ?? []), ...config.fence.write],
    readOnly: [...paths.readOnly, ...(tenant.readOnly ?? []), ...config.fence.read],
    mounts: paths.mounts,
    hidden: [...paths.hidden, stateHome(), configHome(), workplace.journalDir],
    network: tenant.network,
    ceilings: lowered(config.fence.ceilings, tenant.memoryBytesMax ?? null),
  };
}

function lowered(ceilings: Ceilings, memoryBytesMax: number | null): Ceilings {
  const { memoryBytes } = ceilings;
  if (memoryBytesMax === null || (memoryBytes !== null && memoryBytes <= memoryBytesMax)) {
    return ceilings;
  }
  return { ...ceilings, memoryBytes: memoryBytesMax };
}

/** `door`: where the attempt's gateway listens, when it has one; enough where models are behind it. */
export function agentNetwork(
  { network }: FenceConfig,
  door: { readonly socket: string; readonly port: number; readonly hasModels: boolean } | null,
): NetworkProfile {
  if (network === "none") return NONE;
  if (network !== "auto" || door?.hasModels !== true) return OPEN;
  return { kind: "door", socket: door.socket, port: door.port };
}
