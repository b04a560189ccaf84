import type { StreamStatus } from "../../model/index.ts";
import type { FieldKey } from "./fields.ts";

/**
 * What roadmaps that are not in English, or half of them, call the two fields that decide when work
 * starts: a dependency nobody reads is work that starts too early.
 */
export const FOREIGN_FIELDS: readonly (readonly [string, FieldKey])[] = [
  ...both("status", "zustand|stand|statut|état|estado|stato|статус|状态|狀態|状況|ステータス"),
  ...both(
    "depends",
    "abhängig von|hängt ab von|abhängigkeit|abhängigkeiten|voraussetzung|voraussetzungen|blockiert durch|blockiert von",
  ),
  ...both("depends", "dépend de|dépendance|dépendances|prérequis|bloqué par"),
  ...both("depends", "depende de|dependencia|dependencias|requisitos previos|bloqueado por"),
  ...both("depends", "dependência|dependências|dipende da|dipendenza|dipendenze|bloccato da"),
  ...both("depends", "зависит от|зависимость|зависимости|依赖|依賴|前置条件|依存|依存関係|前提"),
];

function both(key: FieldKey, names: string): readonly (readonly [string, FieldKey])[] {
  return names.split("|").map((name) => [name, key] as const);
}

/** The commonest words for a status, as they begin it; a longer one before one that it begins with. */
const WORDS: readonly (readonly [StreamStatus, string])[] = [
  ["not_started", "nicht begonnen|nicht gestartet|nicht fertig|offen|geplant|ausstehend|bereit"],
  ["not_started", "non commencé|pas commencé|à faire|prévu|en attente de démarrage"],
  ["not_started", "no iniciado|sin empezar|por hacer|pendiente|não iniciado|a fazer|pendente"],
  [
    "not_started",
    "non iniziato|da fare|не начато|запланировано|未开始|未開始|未着手|待办|待辦|计划中",
  ],
  ["in_progress", "in arbeit|in bearbeitung|begonnen|läuft|en cours|en curso|en progreso"],
  ["in_progress", "em andamento|em progresso|in corso|в работе|进行中|進行中|作業中"],
  ["blocked", "blockiert|bloqué|bloqueado|bloqueada|bloccato|заблокировано|阻塞|ブロック"],
  [
    "deferred",
    "zurückgestellt|verschoben|reporté|aplazado|adiado|rinviato|отложено|推迟|延期|保留",
  ],
  [
    "cancelled",
    "abgebrochen|verworfen|entfällt|annulé|cancelado|annullato|отменено|已取消|取消|中止",
  ],
  ["complete", "fertig|erledigt|abgeschlossen|vollständig|terminé|terminée|achevé|fait"],
  ["complete", "completado|completada|terminado|hecho|concluído|concluída|feito|completato|fatto"],
  ["complete", "завершено|готово|выполнено|已完成|完成|完了"],
];

const LISTED = WORDS.flatMap(([status, words]) =>
  words.split("|").map((word) => ({ word, status })),
);
const LETTER = /\p{L}/u;
const IDEOGRAPH = /[\u3040-\u30ff\u4e00-\u9fff]$/;

/** A status word of another language at the start of a phrase in lower case. */
export function foreignStatus(phrase: string): { status: StreamStatus; length: number } | null {
  for (const { word, status } of LISTED) {
    if (!phrase.startsWith(word)) continue;
    const next = phrase.charAt(word.length);
    if (IDEOGRAPH.test(word) || !LETTER.test(next)) return { status, length: word.length };
  }
  return null;
}
