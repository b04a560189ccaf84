export type {
  AgentIdentity,
  AgentOutcome,
  AgentReport,
  PromptSize,
  FailureReason,
  Usage,
} from "./agent.ts";
export type {
  Amount,
  BudgetConfig,
  BudgetLevel,
  BudgetLimit,
  BudgetReading,
  BudgetScope,
  Cap,
  CostBasis,
  QuietHours,
  Reservation,
  Spending,
  TokenCounts,
  UsedTokens,
} from "./budget.ts";
export {
  BUDGET_LEVELS,
  BUDGET_SCOPES,
  NOTHING,
  amountOf,
  describeCap,
  describeCount,
  describeLimit,
  inDimensionsOf,
  describeMoney,
  newTokens,
  usageOf,
} from "./budget.ts";
export type {
  AdapterName,
  AgentConfig,
  Config,
  FenceConfig,
  ModelProvider,
  SetupStep,
  TargetConfig,
} from "./config.ts";
export { ADAPTERS, MODEL_PROVIDERS } from "./config.ts";
export type {
  Ceilings,
  ConfinementKind,
  ConfinementProfile,
  NetworkProfile,
} from "./confinement.ts";
export { CONFINEMENTS, NO_CEILINGS } from "./confinement.ts";
export type { Decision, DecisionReason } from "./decision.ts";
export type { Effect, EffectKind, EffectOf, Outcome } from "./effect.ts";
export type { Event, EventOf, EventType } from "./event.ts";
export type { ExitCode } from "./exit.ts";
export { EXIT, foremostExit } from "./exit.ts";
export type { ErrorCode, ErrorDetails } from "./failure.ts";
export { ERROR_EXIT, OrchestratorError } from "./failure.ts";
export type { BuiltInGate, GateDefinition, GateReport, GateResult, GateVerdict } from "./gate.ts";
export { BUILT_IN_GATES } from "./gate.ts";
export type { PastAttempt } from "./history.ts";
export type {
  AttemptId,
  EffectId,
  ObjectId,
  SessionId,
  StreamId,
  StreamKey,
  TargetId,
} from "./ids.ts";
export {
  SELF_TARGET,
  attemptId,
  displayKey,
  generationOf,
  keyOf,
  slug,
  streamKey,
  streamOf,
  targetOf,
} from "./ids.ts";
export type {
  AccountState,
  AccountTrouble,
  AgentMessage,
  Conversation,
  InboxEntry,
  InboxId,
  InboxKind,
  LoopPattern,
  LoopVerdict,
  MessageId,
  Question,
  QuestionPolicy,
} from "./inbox.ts";
export { INBOX_KINDS } from "./inbox.ts";
export {
  INITIAL_POLICY,
  initialState,
  newStream,
  newTarget,
  unlistedFacts,
} from "./initial-state.ts";
export type { Input, InputOf, PersonAct } from "./input.ts";
export { LIMITS } from "./limits.ts";
export type {
  Notice,
  NoticeChannel,
  NoticeConfig,
  NoticeKind,
  TerminalNotice,
} from "./notice.ts";
export { NOTICE_CHANNELS, NOTICE_KINDS, TERMINAL_NOTICES } from "./notice.ts";
export type {
  AdmissionPolicy,
  MachineEvent,
  TeamSize,
  MachineLack,
  MachineReading,
  MachineShortage,
} from "./machine.ts";
export { matchesAny } from "./path-globs.ts";
export type { GoalType, InterpretedGoal, Plan, PlanEdge, PlannedRun } from "./plan.ts";
export { GOAL_TYPES } from "./plan.ts";
export { isErrand, PROPOSAL_FILE, PROPOSAL_FORM } from "./proposal.ts";
export type { ProcessIdentity, RunExit, RunSpec, RunView, SpoolState } from "./process.ts";
export type {
  Detection,
  Escalation,
  LastStepKind,
  RecoveryEvent,
  RecoveryNote,
  RecoveryPolicy,
  RecoveryState,
  RecoveryStep,
  RetryStepKind,
  Split,
  SplitPart,
  SplitProposal,
} from "./recovery.ts";
export type { RefusalCause } from "./refusal.ts";
export { refusalCause } from "./refusal.ts";
export {
  DETECTIONS,
  DETECTION_OF,
  LAST_STEPS,
  RETRY_STEPS,
  describeStep,
  isRecoveryEvent,
} from "./recovery.ts";
export type { Result } from "./result.ts";
export { err, ok, unreachable } from "./result.ts";
export type {
  Change,
  Checkpoint,
  CheckpointPlace,
  Position,
  Recovery,
  Rollback,
  RolledBack,
  Standing,
} from "./rollback.ts";
export { NOTHING_LEFT, isCheckpointName } from "./rollback.ts";
export type { RoleSetting, RoleShare, RoutedRole, RouteReason, Routing } from "./routing.ts";
export type {
  LearnedPolicy,
  RunMode,
  RunPolicy,
  Selection,
  SessionRequest,
  SessionState,
} from "./session.ts";
export { isSessionOpen, SESSION_STATES, SESSION_TRANSITIONS } from "./session.ts";
export type { FileSource, SourceConfig, SourceKind } from "./source.ts";
export {
  holdsStatus,
  isFileSource,
  BACKLOG_SETTINGS,
  isReadAlong,
  readBeside,
  SOURCE_DEPTH_MAX,
  SOURCE_KINDS,
  SOURCE_ROOTS,
} from "./source.ts";
export type {
  Aside,
  Elsewhere,
  AttemptRecord,
  Candidate,
  CollectedWork,
  Foreseen,
  ForeseenWith,
  Liveness,
  LoopNote,
  Rejection,
  RejectionReason,
  Stage,
  StageKind,
  StopCause,
  Stopping,
  Workspace,
} from "./stage.ts";
export {
  ACTIVE_STAGES,
  LANDING_STAGES,
  SLOT_STAGES,
  describeForeseen,
  elsewhereBranch,
} from "./stage.ts";
export type { SessionRecord, State, StreamState, TargetState } from "./state.ts";
export type { TeamEvent } from "./team-event.ts";
export { isTeamEvent } from "./team-event.ts";
export type {
  DutyDefinition,
  DutyEvent,
  DutyMaterial,
  DutyReference,
  DutyState,
  DutyTime,
  HealthSign,
  RoleDefinition,
  RolePhase,
  RoleReading,
  RoleRoutes,
  RoleState,
  TeamPolicy,
  TeamState,
} from "./team.ts";
export { DUTY_EVENTS, DUTY_MATERIALS } from "./team.ts";
export { withoutEscapes } from "./terminal-escapes.ts";
export type {
  AgentStep,
  Measure,
  MeasurePoint,
  Span,
  SpanNote,
  SpanValue,
  TelemetryConfig,
} from "./trace.ts";
export { findComponents } from "./components.ts";
export { compareText, isRecord, isoTime, median, pushTo } from "./values.ts";
export type {
  ChecklistItem,
  Diagnostic,
  DiagnosticCode,
  Effort,
  Priority,
  StreamFacts,
  StreamStatus,
  WorkStream,
} from "./work-stream.ts";
export { comparePlaces, EFFORTS, PRIORITIES, STREAM_STATUSES } from "./work-stream.ts";
