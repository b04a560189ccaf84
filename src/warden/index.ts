export type { Warden, WardenAddress } from "./client.ts";
export { connectWarden, wardenEntry } from "./client.ts";
export type { ConfinementProbe } from "./confinement.ts";
export { probeConfinement } from "./confinement.ts";
