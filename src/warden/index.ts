export type { Warden, WardenAddress } from "./client.ts";
export { connectWarden } from "./client.ts";
export type { ConfinementProbe } from "./fence/confinement.ts";
export { probeConfinement } from "./fence/confinement.ts";
