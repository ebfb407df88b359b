import { IconBoltOff, IconCircleCheck, IconClock } from "@tabler/icons-react";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import type { AttemptView } from "@/server/webhooks/schema";
import css from "./webhooks.module.css";

/** Every attempt with what was sent beside the body and what came back. */
export function Attempts({ log }: { log: readonly AttemptView[] }) {
  return (
    <div>
      {log.map((attempt) => (
        <section key={attempt.number} className={css.attempt} aria-label={`Attempt ${attempt.number}`}>
          <div className={css.line}>
            <Verdict {...attempt} />
            <DateTimeText at={attempt.startedAt} />
            {attempt.latencyMs !== null && (
              <span className={css.quiet}>{formatNumber(attempt.latencyMs)} ms</span>
            )}
          </div>
          {attempt.failure && <p className={css.why}>{attempt.failure}</p>}
          <details className={css.details}>
            <summary>Headers</summary>
            <pre className={css.code}>
              {attempt.headers.map(({ name, value }) => `${name}: ${value}`).join("\n")}
            </pre>
          </details>
          {attempt.response !== null && (
            <details className={css.details} open={attempt.failure !== null}>
              <summary>Answer</summary>
              <pre className={css.code}>{attempt.response}</pre>
            </details>
          )}
        </section>
      ))}
    </div>
  );
}

function Verdict({ number, status, failure, latencyMs }: AttemptView) {
  const said = status === null ? "" : ` · ${status}`;
  if (failure === null)
    return (
      <StatusChip tone="approve" icon={IconCircleCheck}>
        Attempt {number}
        {said}
      </StatusChip>
    );
  const isUnderWay = status === null && latencyMs === null;
  return (
    <StatusChip tone={isUnderWay ? "waiting" : "incident"} icon={isUnderWay ? IconClock : IconBoltOff}>
      Attempt {number}
      {said}
    </StatusChip>
  );
}
