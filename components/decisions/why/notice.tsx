import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { formatCount } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { DecisionWhy } from "@/server/decisions/why/schema";
import css from "./why.module.css";

/** The applicant's own text, apart from everything else: no rule, no value, no suspicion. */
export function Notice({ why: { notice, reasons } }: { why: DecisionWhy }) {
  const text = notice.reasons.join("\n");
  const left = reasons.filter(({ isListed }) => !isListed).length;
  return (
    <Panel
      title="What the applicant reads"
      action={
        text !== "" && (
          <CopyButton value={text} timeout={3000}>
            {({ copied, copy }) => (
              <Button
                size="compact-sm"
                variant="default"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
                }
              >
                {copied ? "Copied" : "Copy"}
              </Button>
            )}
          </CopyButton>
        )
      }
    >
      {text === "" ? (
        <p className={css.nothing}>No reason is given to the applicant.</p>
      ) : (
        <ol className={css.notice}>
          {notice.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ol>
      )}
      <p className={css.quiet}>
        A notice lists the first {notice.most} by priority, and none twice.
        {left > 0 && ` ${formatCount(left, "reason is", "reasons are")} not told.`}
      </p>
    </Panel>
  );
}

/** The reasons for staff, with what gave them. */
export function Reasons({ why: { reasons } }: { why: DecisionWhy }) {
  if (reasons.length === 0) return null;
  return (
    <Panel title="Reasons for staff" note={reasons.length}>
      <ol className={css.reasons}>
        {reasons.map((reason) => (
          <li key={reason.code}>
            <p>{reason.staff}</p>
            <p className={css.quiet}>
              <code>{reason.code}</code>
              {reason.priority !== null && `, priority ${reason.priority}`}
              {reason.from.length > 0 && `, from ${reason.from.join("; ")}`}
              {!reason.isListed && ", not in the notice"}
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
