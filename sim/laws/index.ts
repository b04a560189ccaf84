import type { Law } from "../law.ts";
import { singleRunner } from "./i01-single-runner.ts";
import { journalFirst } from "./i02-journal-first.ts";
import { verifiedMerge } from "./i03-verified-merge.ts";
import { mergeOnce } from "./i04-merge-once.ts";
import { handOffs } from "./i05-hand-offs.ts";
import { order } from "./i05-order.ts";
import { accountLimits } from "./i06-account.ts";
import { limits } from "./i06-limits.ts";
import { money } from "./i06-money.ts";
import { proposals } from "./i06-proposals.ts";
import { restraint } from "./i06-restraint.ts";
import { room } from "./i06-room.ts";
import { noOrphan } from "./i07-no-orphan.ts";
import { noByteLost } from "./i08-no-byte-lost.ts";
import { askedAndAnswered } from "./i09-asked-and-answered.ts";
import { exactlyOnce } from "./i09-exactly-once.ts";
import { foreseenOnce } from "./i09-foreseen.ts";
import { itEnds } from "./i10-it-ends.ts";
import { itIsTold } from "./i10-it-is-told.ts";
import { humanEditsWin } from "./i11-human-edits-win.ts";
import { replays } from "./i12-replay.ts";
import { viewsAgree } from "./i13-views-agree.ts";

/** Checkers for one run; I14 speaks of strings and is kept where strings become names. */
export function newLaws(): readonly Law[] {
  return [
    singleRunner(),
    journalFirst(),
    verifiedMerge(),
    mergeOnce(),
    order(),
    handOffs(),
    limits(),
    accountLimits(),
    money(),
    restraint(),
    proposals(),
    room(),
    noOrphan(),
    noByteLost(),
    exactlyOnce(),
    askedAndAnswered(),
    foreseenOnce(),
    itEnds(),
    itIsTold(),
    humanEditsWin(),
    replays(),
    viewsAgree(),
  ];
}
