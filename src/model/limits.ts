/**
 * Every bound in the product, units last (law I6). A queue, loop, retry or buffer without a line
 * here is a defect ("limits on everything").
 */
export const LIMITS = {
  /** Beyond this a roadmap is refused (`too-large`); real ones reach 1.2 MB. */
  roadmapBytesMax: 16 * 1024 * 1024,
  roadmapStreamsMax: 20_000,
  /** Files and folders that are looked at for a source of several files. */
  sourceEntriesMax: 50_000,
  /** How often a source outside the repository is looked at while a session lasts. */
  sourcePollMs: 60_000,
  sourceRequestMs: 20_000,
  sourcePagesMax: 100,
  /** For a program that lists the work, or writes a status. */
  sourceProgramMs: 120_000,
  streamIdCharsMax: 120,
  titleCharsMax: 500,
  dependenciesPerStreamMax: 500,
  /** Circles of dependencies taken apart at once, and dependencies weighed in each. */
  cyclesBrokenMax: 200,
  cycleEdgesWeighedMax: 50,
  filesPerStreamMax: 500,
  /** An orchestrator.yaml or targets.yaml beyond this is refused. */
  configBytesMax: 1024 * 1024,
  targetsMax: 100,
  /** Hosts on the allow-list of an agent's door. */
  egressHostsMax: 200,
  gatesPerTargetMax: 100,
  /** A person may ask for more only by editing this. */
  concurrencyMax: 64,
  /** Agents that a plan may be made for: it starts nobody, and says where a run has fewer. */
  planAgentsMax: 1_000,
  attemptsPerStreamMax: 20,
  /** Those that a limit ended are nobody's fault and count by themselves: at the longest pause, days. */
  limitedAttemptsMax: 60,
  /** Spool of one attempt's stdout; exact up to here, then one flood mark. */
  spoolBytesMax: 64 * 1024 * 1024,
  spoolErrorBytesMax: 16 * 1024 * 1024,
  outputLineBytesMax: 1024 * 1024,
  /** How much of a gate's output goes into events and prompts; the rest stays in the evidence. */
  gateExcerptBytesMax: 16 * 1024,
  gateOutputBytesMax: 16 * 1024 * 1024,
  promptBytesMax: 1024 * 1024,
  /** What an agent says at a time, as it is kept of its stream; the rest stays in the spool. */
  agentTextCharsMax: 32 * 1024,
  /** More tokens than any answer, and any attempt, can come to: whoever says so is not believed. */
  tokensMax: 1_000_000_000,
  /** The same in money, in dollars. */
  costUsdMax: 10_000,
  /** What is kept of a tool's input or output. */
  agentToolCharsMax: 2_048,
  filesPerToolCallMax: 100,
  /** A usage limit that names no reset is waited for this long; one that does, at most so long. */
  usageLimitMs: 5 * 60_000,
  usageLimitMsMax: 8 * 24 * 60 * 60_000,
  /** Found again when it should be over, it is waited for this long, then twice as long, up to so long. */
  limitAgainBaseMs: 30_000,
  limitAgainCeilingMs: 60 * 60_000,
  /** Money that others have put aside may come back: it is asked for again after this long. */
  budgetLookMs: 30_000,
  /** How often running attempts are merged with one another, for a look, and conflicts kept of one. */
  foresightLookMs: 60_000,
  foreseenPerAttemptMax: 10,
  foresightAttemptsMax: 32,
  /** How often the machine's memory, disk and processors are looked at. */
  machineLookMs: 10_000,
  /** How often what a running attempt has spent is looked at and told. */
  spendingLookMs: 10_000,
  /** What is kept of a question, and what a person may say to an agent at a time. */
  questionCharsMax: 4_000,
  messageCharsMax: 16_000,
  questionOptionsMax: 20,
  /** Questions of one attempt that are open at a time; more are dropped, and the agent told. */
  questionsOpenMax: 10,
  /** What is kept of what was said to the agents of one stream; the oldest goes first. */
  messagesPerStreamMax: 50,
  /** An agent whose process waits for an answer is ended after this long; the question stays. */
  answerWaitMs: 60_000,
  /** How long it may take until a running agent has taken what it was told. */
  tellMsMax: 5_000,
  /** Nudges, fresh conversations and then a person: loops of one stream without progress. */
  loopsMax: 3,
  /** Steps of recovery that are remembered of one stream; the oldest goes first. */
  recoveryStepsMax: 20,
  /** What one work stream is divided into at most. */
  splitPartsMax: 8,
  splitDiffCharsMax: 16_000,
  /** After so many times without anything to change a tuned duty's interval doubles, to so much. */
  dutyIdleTimes: 3,
  dutyStretchMax: 8,
  /** Of each material that a duty is given, and of a text in it. */
  materialLinesMax: 40,
  materialCharsMax: 200,
  /** Work streams that a role works on ahead of another, at a time. */
  handOffsAheadMax: 3,
  /** New work streams that an agent may propose at a time, and the file it does that in. */
  proposedStreamsMax: 20,
  proposalBytesMax: 256 * 1024,
  /** Of what one attempt may propose beside its work, and of the words of each. */
  proposalsPerAttemptMax: 3,
  proposalCharsMax: 2_000,
  proposalLinesMax: 10,
  proposalFilesMax: 20,
  /** Of a goal that is given to an agent, and existing work streams that it is told of. */
  errandCharsMax: 4_000,
  errandStreamsMax: 200,
  journalRecordBytesMax: 64 * 1024 * 1024,
  journalTurnRecordsMax: 50_000,
  /** Of what is appended before it is brought into the database itself. */
  journalLogBytesMax: 16 * 1024 * 1024,
  snapshotEveryRecords: 5_000,
  /** So many are worth a snapshot when nothing else happens. */
  snapshotIdleRecords: 200,
  verdictCacheMax: 512,
  /** Beyond this the oldest automatic ones go, and a person is told to let some go. */
  checkpointsMax: 100,
  /** Branches and stashes beside an attempt's head that are named to whoever goes on. */
  elsewhereMax: 5,
  ignoredFilesArchivedBytesMax: 50 * 1024 * 1024,
  /** What setup made, kept for reuse; beyond this the oldest that nobody uses goes. */
  layersMax: 24,
  /** A warden without a run and without anybody connected ends after this long. */
  wardenIdleMs: 60_000,
  exitGraceMs: 10_000,
  /** A word to the warden that is not answered by then is said again later. */
  wardenAnswerMsMax: 30_000,
  leaderWaitMs: 2_000,
  progressInputsMsMin: 2_000,
  roadmapPollMs: 400,
  /** How often it is asked whether something that was put off has come due. */
  roadmapDueMs: 2_000,
  /** A roadmap that changed is read once it has been still for this long: editors write in steps. */
  roadmapStillMs: 100,
  gitCommandMsMax: 10 * 60_000,
  candidateRebuildsMax: 50,
  /** With so much finished work of a target in line to land, nothing more of it is begun. */
  landingQueueMax: 16,
  /** A look that failed is tried again after this long, then twice as long, up to the ceiling. */
  lookBaseMs: 1_000,
  lookCeilingMs: 60_000,
  /** About a quarter of an hour of failed looks; then it is given up and a person has to know. */
  looksMax: 20,
  /** Keys a stored reason names at most, so that a wide join stays a line. */
  reasonKeysMax: 10,
  messageBytesMax: 1024 * 1024,
  /** A model request beyond this is refused; providers take 32 MB at most. */
  gatewayRequestBytesMax: 64 * 1024 * 1024,
  /** All requests of one attempt that are on their way, until they are answered. */
  gatewayHeldBytesMax: 128 * 1024 * 1024,
  /** Of a provider's refusal; of one value that is picked out of an answer that passes by. */
  gatewayErrorBytesMax: 256 * 1024,
  gatewayValueBytesMax: 64 * 1024,
  gatewayHeaderBytesMax: 64 * 1024,
  /** Connections to one attempt's door, and through it to the hosts it may reach. */
  gatewayConnectionsMax: 128,
  gatewayEgressMax: 64,
  gatewayEgressIdleMs: 10 * 60_000,
  /** Requests of one attempt that wait for room under its allowance. */
  gatewayWaitingMax: 32,
  /** What a request that names no bound of its answer is reckoned at. */
  gatewayOutputTokens: 32_000,
  /** No request is reckoned at more, whatever it says. */
  gatewayOutputTokensMax: 1_000_000,
  gatewayTriesMax: 6,
  /** All waits of one request together; a limit that ends later is reported, not slept on. */
  gatewayRetryMsMax: 60_000,
  gatewayRetryBaseMs: 500,
  /** An account that is refused, or a provider that fails, through all tries is let be for so long. */
  gatewayRestMs: 30_000,
  /** A provider that is silent for so long has failed: before its answer, and within one. */
  gatewayAnswerMsMax: 10 * 60_000,
  gatewaySilenceMsMax: 5 * 60_000,
  /** Consecutive failures of a provider that stop all attempts asking it, and for how long. */
  gatewayBreakerFailures: 5,
  gatewayBreakerBaseMs: 2_000,
  gatewayBreakerCeilingMs: 60_000,
  /** After a restart keys come with the leader; a request waits for them so long. */
  gatewayKeysMs: 30_000,
  /** A door that nobody used for so long, without a leader, holds no gateway back from ending. */
  gatewayUnusedMs: 24 * 60 * 60_000,
  /** How long an agent's question is held open for a quick answer. */
  questionWaitMs: 2_000,
  toolCallsPerAttemptMax: 10_000,
  /** Notes for later work that are kept of an attempt. */
  rememberedMax: 50,
  rememberedKindCharsMax: 50,
  /** One note of the team's memory, and its subject; what is longer is cut or refused. */
  memoryNoteCharsMax: 4_000,
  memoryAboutCharsMax: 200,
  memoryNameCharsMax: 100,
  memoryTagsMax: 20,
  /** Records of a repository's memory; beyond this what was given up long ago goes. */
  memoryRecordsMax: 5_000,
  /** A journal that is brought from elsewhere. */
  memoryFileBytesMax: 16 * 1024 * 1024,
  /** Of a prompt, for what is remembered. */
  memoryPromptTokensMax: 4_000,
  /** How long an agent that its models refuse may take to see that by itself. */
  haltPatienceMs: 3_000,
  /** Landed work that is kept to be taken over; the oldest goes first. */
  solutionsMax: 500,
  /** Steps that are kept of one attempt, and what is kept of a tool's input in one. */
  stepsPerAttemptMax: 20_000,
  stepInputCharsMax: 200,
  /** Spans that wait for their receiver; beyond this the oldest are lost. */
  telemetrySpansMax: 8_192,
  telemetryBatchSpans: 512,
  telemetryNotesPerSpanMax: 128,
  telemetrySendMs: 5_000,
  telemetryMetricsMs: 60_000,
  /** A receiver that does not answer is asked again later and later, up to this. */
  telemetryRetryMsMax: 60_000,
  telemetryRequestMs: 10_000,
  /** How long the end of a session waits for what is still to be sent. */
  telemetryEndMs: 3_000,
  /** What happens within this time is told at once, as one. */
  noticeGatherMs: 300,
  noticesPerMessageMax: 20,
  noticeTextCharsMax: 2_000,
  /** A program of the person's, or their receiver, has this long, and so many tries. */
  noticeTellMs: 10_000,
  noticeTriesMax: 5,
  /** Before the second try; four times as long before each further one. */
  noticeRetryMs: 2_000,
  /** How long the end of a session waits for what is being told. */
  noticeEndMs: 5_000,
  /** What was told, kept so that it is not told again. */
  noticesKnownMax: 5_000,
  /** A log longer than this is put aside when it is opened; one such part is kept. */
  logBytesMax: 16 * 1024 * 1024,
} as const;
