export { encodeMeasures, encodeSpans } from "./encode.ts";
export type { Sent } from "./send.ts";
export { send } from "./send.ts";
