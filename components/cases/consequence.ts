import type { Verdict } from "@/db/enums/enums";
import { needsSecond } from "@/server/cases/policy";
import type { CaseView } from "@/server/cases/schema";

const words: Record<Verdict, string> = { approve: "approved", decline: "declined", send_back: "sent back" };

/** What a verdict will do, before it is given. */
export function consequence(
  verdict: Verdict,
  view: Pick<CaseView, "status" | "fourEyes" | "verdicts">,
  memberId: string,
): string {
  const undo = "You can undo it for a short while.";
  if (verdict === "send_back")
    return `The applicant is asked for exactly this, with these words. The case waits for their answer and comes back to you; its clock stands meanwhile. ${undo}`;
  const first =
    view.status === "waiting_for_second"
      ? view.verdicts.findLast((one) => one.state !== "undone")
      : undefined;
  if (first && first.by.id !== memberId)
    return first.verdict === verdict
      ? `You agree with ${first.by.name}. The workflow goes on as ${words[verdict]}. ${undo}`
      : `You disagree with ${first.by.name}, who ${words[first.verdict]}. Nothing is decided: the case opens again and goes back to ${first.by.name}.`;
  if (needsSecond(view.fourEyes, verdict))
    return `This is the first of two verdicts. A second person has to agree before anything happens. ${undo}`;
  return `The workflow goes on as ${words[verdict]}, and tells the applicant where it says so. ${undo}`;
}
