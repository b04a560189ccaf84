export { machineMs, monotonicMs, nowMs, sleep } from "./clock.ts";
export { withRoleBudgets } from "./config/sections/budget.ts";
export type { LoadOptions } from "./config/load.ts";
export { loadConfig } from "./config/load.ts";
export type { RecoveryRows } from "./config/sections/recovery.ts";
export { recoveryPolicy } from "./config/sections/recovery.ts";
export { commandsOf } from "./config/requests.ts";
export { foundFormats, placeAt } from "./config/sections/source.ts";
export type { FoundRole } from "./config/team/team.ts";
export { loadRoles } from "./config/team/team.ts";
export type { RoleChange, TeamSettings } from "./config/team/team-settings.ts";
export { loadTeamSettings } from "./config/team/team-settings.ts";
export type { TemplateChoices } from "./config/template.ts";
export { defaultConfigText } from "./config/template.ts";
export type { BudgetChange } from "./config/user-budget.ts";
export { setUserBudget } from "./config/user-budget.ts";
export { settingsJsonSchema } from "./config/reading/validate.ts";
export type { YamlFailure, YamlText } from "./config/reading/yaml-document.ts";
export { readYaml } from "./config/reading/yaml-document.ts";
export type { OsName } from "./environment.ts";
export {
  configHome,
  environment,
  isRoot,
  machineName,
  minimalEnv,
  osName,
  processId,
  processorKind,
  runtimeDir,
  stateHome,
  userIds,
  userName,
} from "./environment.ts";
export type { AppendFile } from "./files/append-file.ts";
export { openAppendFile } from "./files/append-file.ts";
export type { FixedFile } from "./files/fixed-file.ts";
export { openFixedFile } from "./files/fixed-file.ts";
export { sweepLeftovers } from "./files/leftovers.ts";
export type { FileStat } from "./files/look.ts";
export {
  diskUsage,
  freeBytes,
  isDirectory,
  isFileWithin,
  isWithin,
  isRegularFile,
  listDir,
  isExecutable,
  pathExists,
  readIfExists,
  readJsonOrNull,
  readTextIfExists,
  realPath,
  realPathOrNull,
  statOrNull,
} from "./files/look.ts";
export { removeTree, removeTreeSync } from "./files/remove-tree.ts";
export type { SourceFiles } from "./files/source-files.ts";
export { listSourceFiles } from "./files/source-files.ts";
export { watchPath } from "./files/watch.ts";
export {
  appendText,
  copyFileSyncTo,
  copyFileTo,
  createExclusive,
  ensureDir,
  ensurePrivateDir,
  moveFile,
  removeFile,
  syncDir,
  syncFile,
  temporaryDir,
  writeDurable,
} from "./files/write.ts";
export { gitObjectId, isSameSecret, sha256, sha256Bytes, sha256OfParts } from "./hash.ts";
export { explainIo } from "./io-error.ts";
export type { Log, LogFields } from "./log.ts";
export { openLog } from "./log.ts";
export type { HttpAnswer } from "./net/http.ts";
export { requestHttp } from "./net/http.ts";
export type { LineChannel, LineServer } from "./net/sockets.ts";
export { connectLines, listenLines } from "./net/sockets.ts";
export { serveCompanion } from "./processes/companion-host.ts";
export { Companion, companionEntry } from "./processes/companion.ts";
export { closeInheritedFiles } from "./processes/descriptors.ts";
export type {
  DetachedOptions,
  DetachedProcess,
  ExecOptions,
  ExecResult,
  Stdio,
} from "./processes/exec.ts";
export { exec, spawnDetached } from "./processes/exec.ts";
export { openLanes } from "./processes/lanes.ts";
export { busyCpuWatch, freeMemoryShare } from "./processes/machine-room.ts";
export type { ProcessLiveness } from "./processes/processes.ts";
export {
  bootId,
  identify,
  liveness,
  pssBytes,
  selfIdentity,
  signal,
  signalGroup,
  treeCpuMs,
  treeOf,
} from "./processes/processes.ts";
export { askVersion } from "./processes/program-version.ts";
export { encodeShellValues, READ_SHELL_VALUES } from "./processes/shell-values.ts";
export {
  desktopCommand,
  desktopProgram,
  hasDesktop,
  runForPerson,
} from "./processes/tell-person.ts";
export { randomId } from "./random.ts";
export { learnSecret, redactText } from "./redact.ts";
export { emptyLog, leaveOpenAtExit } from "./sqlite/empty-log.ts";
export type { Lock, LockHolder } from "./sqlite/lock.ts";
export { acquireLock, readLockHolder } from "./sqlite/lock.ts";
export type { Database, DatabaseOptions, SqlRow, SqlValue, Statement } from "./sqlite/sqlite.ts";
export { openDatabase } from "./sqlite/sqlite.ts";
export type { TableFile } from "./sqlite/table-file.ts";
export {
  isUnopenable,
  openTableFile,
  openTableReader,
  refuseOddFile,
} from "./sqlite/table-file.ts";
export { isDevice, writeStandard } from "./standard.ts";
export { isTrusted, recordTrust, revokeTrust } from "./trust.ts";
export { inPackage, productVersion } from "./version.ts";
