export type { ReadOptions, Turn, Journal } from "./journal.ts";
export type { JournalHearer, OpenOptions } from "./open.ts";
export { acknowledgedSeq, openJournal } from "./open.ts";
export { actionsView } from "./read/actions.ts";
export { agentsView } from "./read/agents.ts";
export type { CostGroup, CostRow, CostsView } from "./read/costs.ts";
export { COST_GROUPS, costsView } from "./read/costs.ts";
export { exitCodeOf } from "./read/exit-code.ts";
export { explainView } from "./read/explain.ts";
export { historyView } from "./read/history.ts";
export type { InboxItem } from "./read/inbox.ts";
export { inboxView } from "./read/inbox.ts";
export type { Metric } from "./read/metrics.ts";
export { metricsView } from "./read/metrics.ts";
export type { Standup } from "./read/standup.ts";
export { standupView } from "./read/standup.ts";
export { noticesView } from "./read/notices.ts";
export { pastAttempts } from "./read/past.ts";
export { sessionReport, sessionsOf } from "./read/session-report.ts";
export { accountAgents, statusView } from "./read/status.ts";
export type {
  AgentView,
  DisplayId,
  ExplainView,
  HistoryLine,
  InProgress,
  NeedsYou,
  ReportedGate,
  ReportedStream,
  RunData,
  RunMetrics,
  StatusContext,
  AccountView,
  StatusView,
  WithReason,
} from "./read/types.ts";
export type { AgentWork, CompletedWork, TargetWork } from "./read/work-history.ts";
export { workHistory } from "./read/work-history.ts";
export type { JournalRecord, RecordKind } from "./record.ts";
export type { Salvaged } from "./salvage.ts";
export { replaceJournal, salvage } from "./salvage.ts";
export type { Snapshot } from "./snapshot.ts";
export { decodeState, encodeState } from "./state-code.ts";
export type { ExecutionTrace } from "./trace/execution.ts";
export { executionTrace } from "./trace/execution.ts";
export type { OpenTraces, TraceSource } from "./trace/fold.ts";
export { TraceFold, openTraces } from "./trace/fold.ts";
export { measuresOf } from "./trace/measures.ts";
export { agentSpanId } from "./trace/spans.ts";
