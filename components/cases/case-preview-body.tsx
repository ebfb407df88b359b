import { Skeleton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { formatPercent } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import { checkStatuses } from "@/db/enums/enums";
import type { CaseView } from "@/server/cases/schema";
import { checkTones } from "./case-words";
import css from "./cases.module.css";

const LATEST = 3;

/** The short of a case. */
export function CasePreviewBody({ view }: { view: CaseView | undefined }) {
  if (!view)
    return (
      <div aria-busy className={css.preview}>
        {[80, 64, 72, 48].map((width) => (
          <Skeleton key={width} height={12} width={`${width}%`} />
        ))}
      </div>
    );
  const checks = view.checks.filter((check) => check.current);
  return (
    <>
      <section>
        <h3 className={css.previewTitle}>Why it is here</h3>
        {view.reasons.length === 0 && (
          <p className={css.quiet}>No rule fired; the workflow always asks a person here.</p>
        )}
        <ul className={css.previewList}>
          {view.reasons.map((reason) => (
            <li key={`${reason.node} ${reason.code} ${reason.title}`}>
              <IconAlertTriangle size={16} stroke={1.6} aria-hidden className={css.warn} />
              <span>{reason.sentence}</span>
              {reason.points !== null && <b className={css.points}>{signed(reason.points)}</b>}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className={css.previewTitle}>Checks</h3>
        <div className={css.chips}>
          {checkStatuses.map((status) => {
            const count = checks.filter((check) => check.status === status).length;
            const { tone, text } = checkTones[status];
            return count > 0 ? (
              <StatusChip key={status} tone={tone}>
                {count} {text.toLowerCase()}
              </StatusChip>
            ) : null;
          })}
          {checks.length === 0 && <span className={css.quiet}>None ran</span>}
        </div>
      </section>
      {view.owners.length > 0 && (
        <section>
          <h3 className={css.previewTitle}>People and ownership</h3>
          <ul className={css.previewList}>
            {view.owners.map((owner) => (
              <li key={owner.subject}>
                <span>
                  <bdi>{owner.name}</bdi>
                </span>
                <b className={css.points}>{shareText(owner.effectiveShare ?? owner.declaredShare)}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3 className={css.previewTitle}>Latest</h3>
        <ul className={css.previewList}>
          {view.activity.slice(0, LATEST).map((item) => (
            <li key={item.id}>
              <span>{item.text}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

export const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`).replace("-", "−");

/** A share in per cent, as `25.0 %`. */
export const shareText = (share: number | null): string =>
  share === null ? "" : formatPercent(share / 100, 2);
