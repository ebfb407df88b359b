import { Anchor } from "@mantine/core";
import Link from "next/link";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { Panel } from "@/components/ui/panel";
import type { RunView } from "@/server/runs/schema";
import css from "./run-page.module.css";

/** What was decided and why: the rules that fired in sentences, and the reasons in both voices. */
export function RunDecision({ run }: { run: RunView }) {
  const { decision, outcome, why } = run;
  if (!decision && why.length === 0) return null;
  return (
    <Panel
      title={decision ? "Decision" : "Why, so far"}
      action={
        run.decisionId && (
          <Anchor component={Link} href={`/decisions/${run.decisionId}`} fz="sm">
            Why
          </Anchor>
        )
      }
    >
      {decision && outcome && (
        <p className={css.line}>
          <OutcomeChip outcome={outcome} />
          <span className={css.quiet}>
            {decision.decidedBy.includes("system") ? "Decided without a person" : "Decided by a person"}
            {decision.score !== null && `, score ${decision.score}`}
          </span>
        </p>
      )}
      {why.length > 0 && (
        <>
          <h3 className={css.sub}>Rules that fired</h3>
          <ul className={css.moves}>
            {why.map(({ node, code, title, sentence, points }) => (
              <li key={`${node} ${code} ${title}`}>
                {sentence}
                {points !== null && <span className={css.quiet}> {points} points</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {decision && decision.reasons.length > 0 && (
        <>
          <h3 className={css.sub}>Reasons</h3>
          <dl className={css.reasons}>
            {decision.reasons.map(({ code, staff, applicant }) => (
              <div key={code}>
                <dt>
                  <code>{code}</code>
                </dt>
                <dd>{staff}</dd>
                {applicant && <dd className={css.quiet}>To the applicant: {applicant}</dd>}
              </div>
            ))}
          </dl>
        </>
      )}
    </Panel>
  );
}
