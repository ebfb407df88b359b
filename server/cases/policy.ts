import type { CaseStatus, Role, Verdict } from "@/db/enums/enums";
import { can } from "@/server/workspaces/policy";

/** Statuses in which a case is over and nothing about it is decided any more. */
export const closedStatuses = ["decided", "cancelled"] as const satisfies readonly CaseStatus[];
/** Statuses in which a member can act, and whose clock runs. */
export const workableStatuses = [
  "open",
  "waiting_for_second",
  "snoozed",
] as const satisfies readonly CaseStatus[];

export const isClosed = (status: CaseStatus): boolean =>
  (closedStatuses as readonly CaseStatus[]).includes(status);

export const caseName = (number: number): string => `C-${number}`;

const HOUR_MS = 3_600_000;

/** When a case opened now is due. */
export const dueFrom = (openedAt: Date, slaHours: number): Date =>
  new Date(openedAt.getTime() + slaHours * HOUR_MS);

/** The clock stands while the applicant has the case: what they took is added. */
export function dueAfterWaiting(dueAt: Date, waitedSince: Date | undefined, back: Date): Date {
  const waitedMs = waitedSince ? Math.max(0, back.getTime() - waitedSince.getTime()) : 0;
  return new Date(dueAt.getTime() + waitedMs);
}

/** Whether a verdict needs a second member to agree before it counts. Sending back never does: it decides nothing. */
export function needsSecond(
  fourEyes: "none" | "approve" | "both",
  verdict: "approve" | "decline" | "send_back",
): boolean {
  if (verdict === "send_back") return false;
  return fourEyes === "both" || (fourEyes === "approve" && verdict === "approve");
}

/** A verdict as far as the next move depends on it. */
export interface VerdictState {
  memberId: string;
  verdict: Verdict;
  at: Date;
  effectiveAt: Date;
  appliedAt: Date | null;
  undoneAt: Date | null;
}

export interface Standing {
  number: number;
  status: CaseStatus;
  assigneeId: string | null;
  /** Verdicts on the wait the case answers now, oldest first. */
  verdicts: readonly VerdictState[];
  erased: boolean;
  nameOf: (memberId: string) => string;
}

/** The first pair of eyes of a case that waits for the second. */
export const firstVerdict = <V extends VerdictState>(verdicts: readonly V[]): V | undefined =>
  verdicts.findLast((verdict) => !verdict.undoneAt);

/** Why a member cannot give a verdict now, in words that say what opens the door; null when they can. */
export function whyNotDecide(who: Member, standing: Standing): string | null {
  const { status, assigneeId, verdicts, nameOf } = standing;
  if (isClosed(status)) return `${caseName(standing.number)} is closed.`;
  if (standing.erased) return "This party's data was erased; there is nothing left to judge.";
  if (!can(who, "cases.decide")) return "Your role does not decide cases.";
  if (status === "waiting_for_applicant")
    return "The applicant has this case. It comes back when they answer.";
  if (status === "waiting_for_second") {
    const first = firstVerdict(verdicts);
    if (first?.memberId === who.id)
      return "You gave the first verdict. Somebody else has to give the second.";
    if (!can(who, "cases.confirm"))
      return "The second verdict is a senior analyst's, risk manager's or admin's.";
  }
  const open = verdicts.findLast((verdict) => !verdict.undoneAt && !verdict.appliedAt);
  if (open) return pendingWords(open, who, nameOf);
  if (assigneeId && assigneeId !== who.id) return `${nameOf(assigneeId)} has this case. Take it over first.`;
  return null;
}

function pendingWords(pending: VerdictState, who: Member, nameOf: Standing["nameOf"]): string {
  const by = pending.memberId === who.id ? "You" : nameOf(pending.memberId);
  return `${by} decided this case a moment ago.`;
}

type Member = { kind: "member"; id: string; role: Role };
type Door = { allowed: boolean; why: string | null };
export type CaseDoor = "claim" | "note" | "approve" | "decline" | "send_back" | "undo";

/** What a member may do with a case now. The screen shows it, the verbs enforce the same. */
export function mayOf(who: Member, standing: Standing, at: Date): Record<CaseDoor, Door> {
  const door = (why: string | null): Door => ({ allowed: why === null, why });
  const decide = door(whyNotDecide(who, standing));
  return {
    claim: door(whyNotClaim(who, standing)),
    note: door(
      !can(who, "cases.note")
        ? "Your role does not write notes."
        : standing.erased
          ? "This party's data was erased."
          : null,
    ),
    approve: decide,
    decline: decide,
    send_back: decide,
    undo: door(whyNotUndo(who, standing, at)),
  };
}

function whyNotClaim(who: Member, { number, status, assigneeId, nameOf }: Standing): string | null {
  if (isClosed(status)) return `${caseName(number)} is closed.`;
  if (!can(who, "cases.assign")) return "Your role does not work cases.";
  if (assigneeId === who.id) return "You have this case.";
  return assigneeId ? `${nameOf(assigneeId)} has this case.` : null;
}

/** Why a member cannot take back the last verdict; null when they can. */
export function whyNotUndo(
  who: Member,
  { status, verdicts }: Pick<Standing, "status" | "verdicts">,
  at: Date,
): string | null {
  const last = verdicts.findLast((verdict) => !verdict.undoneAt);
  if (!last || isClosed(status)) return "There is nothing to undo.";
  if (last.memberId !== who.id) return "Only who gave the verdict can take it back.";
  const hasReachedRun = last.appliedAt !== null && status !== "waiting_for_second";
  return hasReachedRun || last.effectiveAt <= at ? "The time to undo is over." : null;
}
