import { Anchor } from "@mantine/core";
import Link from "next/link";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { DateTimeText } from "@/components/ui/format/moment";
import type { CaseView } from "@/server/cases/schema";
import css from "./evidence.module.css";

/** How a closed case ended: the decision with its reasons in both voices, or why there was none. */
export function Ending({ view }: { view: CaseView }) {
  const { decision, status } = view;
  if (!decision)
    return (
      <section className={css.ending} aria-label="How it ended">
        <p>
          {status === "cancelled"
            ? "This case was cancelled: its run ended without this review."
            : "A person gave the verdict; the run goes on and has not reached its decision yet."}
        </p>
      </section>
    );
  return (
    <section className={css.ending} aria-label="How it ended">
      <p>
        <OutcomeChip outcome={decision} /> <DateTimeText at={decision.decidedAt} />, by{" "}
        {decision.decidedBy.join(" and ")}.{" "}
        <Anchor component={Link} href={`/runs/${view.runId}`}>
          Show the path
        </Anchor>
        {", "}
        <Anchor component={Link} href={`/decisions/${decision.id}`}>
          why
        </Anchor>
      </p>
      {decision.reasons.length > 0 && (
        <ul>
          {decision.reasons.map((reason) => (
            <li key={reason.code}>
              {reason.staff} <span className={css.quiet}>Applicant reads: “{reason.applicant}”</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
