export { accountOf } from "./exchange/accounts.ts";
export type { Gateway, GatewayAddress } from "./client.ts";
export { connectGateway, gatewayEntry } from "./client.ts";
export { readMailbox } from "./tools/mailbox.ts";
export type {
  Allowance,
  AttemptSpec,
  Door,
  Egress,
  Keys,
  Limited,
  Patience,
  Price,
  ProviderKey,
  Spent,
  Stopped,
  Tool,
  ToolCall,
  UsageRecord,
} from "./messages.ts";
export type { Provider } from "./provider.ts";
export type { UsagePage } from "./metering/usage-file.ts";
export { readUsage } from "./metering/usage-file.ts";
