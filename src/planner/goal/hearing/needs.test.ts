import { expect, it } from "vitest";
import { needsOf } from "./needs.ts";

it.each([
  ["get rid of", ["get rid of"]],
  ["cross (?:off|out)", ["cross "]],
  ["(?:see|attend) to", [" to"]],
  ["(?:look after|take care of) \\S+", ["look after", "take care of"]],
  ["prioriti[sz]e (\\S+(?: \\S+){0,5}?) and (?:start|do)", ["prioriti"]],
  ["(?<=\\d )(?:und|et)(?= \\S*\\d)", ["und", "et"]],
  ["(?<=please )\\S+", null],
  ["colou?r", ["colo"]],
  ["lots?(?: more)?|many", ["lot", "many"]],
  ["(?:really |very )*", null],
  ["one|\\d+", null],
  ["\\p{L}+ing now", ["ing now"]],
])("a text that %s fits holds some of %j", (source, needs) => {
  expect(needsOf(source)).toEqual(needs);
});
