import { Anchor } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import Link from "next/link";
import { formatCount } from "@/components/ui/format/words";
import type { CaseReason, CaseView } from "@/server/cases/schema";
import { signed } from "./case-preview-body";
import css from "./evidence.module.css";
import { Nothing, Section } from "./section";

/** Why the case is here: a sentence per rule with its numbers, and points that add up to the score. */
export function Why({ view }: { view: CaseView }) {
  const { reasons, workflow, score } = view;
  const sum = reasons.reduce((total, reason) => total + (reason.points ?? 0), 0);
  return (
    <Section
      id="why"
      title="Why it is here"
      note={formatCount(reasons.length, "reason")}
      action={
        <>
          {view.decision && (
            <>
              <Anchor component={Link} href={`/decisions/${view.decision.id}`}>
                Why the decision
              </Anchor>{" "}
            </>
          )}
          <Anchor component={Link} href={`/runs/${view.runId}`}>
            Show the path
          </Anchor>
        </>
      }
    >
      {reasons.length === 0 ? (
        <Nothing>No rule fired. The workflow asks a person at this step whatever the rules say.</Nothing>
      ) : (
        <ul className={css.card}>
          {reasons.map((reason) => (
            <Reason key={`${reason.node} ${reason.code} ${reason.title}`} reason={reason} />
          ))}
          <li className={css.sum}>
            <span>
              {workflow.title}, version {workflow.version}
            </span>
            {score !== null && (
              <span>
                {sum === score ? "Score" : `These add up to ${sum}; the policy scored`} <b>{score}</b>
              </span>
            )}
          </li>
        </ul>
      )}
    </Section>
  );
}

function Reason({ reason }: { reason: CaseReason }) {
  return (
    <li className={css.reason}>
      <IconAlertTriangle size={16} stroke={1.6} aria-hidden className={css.warn} />
      <div>
        <p>{reason.sentence}</p>
        {reason.outcome && <p className={css.quiet}>Proposes: {reason.outcome}</p>}
      </div>
      <div className={css.numbers}>
        {reason.tests.map((test) => (
          <div key={`${test.field} ${test.value} ${test.limit}`}>
            {!test.value.includes(` in ${test.field}`) && <span className={css.field}>{test.field}</span>}
            <b>{test.result === "unknown" ? "Unknown" : test.value.replace(/ \(#[^)]*\)$/, "")}</b>
            <span>
              {test.test} {test.limit}
            </span>
            {test.source && <span className={css.source}>{test.source}</span>}
          </div>
        ))}
      </div>
      <b className={css.reasonPoints}>{reason.points === null ? "" : signed(reason.points)}</b>
    </li>
  );
}
