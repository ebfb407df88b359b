import { IconUser } from "@tabler/icons-react";
import { formatCount, formatDay } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import type { CaseView } from "@/server/cases/schema";
import { shareText } from "./case-preview-body";
import { checkTones } from "./case-words";
import css from "./evidence.module.css";
import { Nothing, Section } from "./section";

/** The people and companies behind the party: declared beside effective share, and what the checks said of each. */
export function People({ view }: { view: CaseView }) {
  const { owners } = view;
  const beneficial = owners.filter((owner) => owner.isBeneficialOwner).length;
  return (
    <Section
      id="people"
      title="People and ownership"
      note={
        owners.length > 0 && `${formatCount(owners.length, "person", "people")}, ${beneficial} beneficial`
      }
    >
      {owners.length === 0 ? (
        <Nothing>This workflow asks for nobody behind the party.</Nothing>
      ) : (
        <ul className={css.card}>
          {owners.map((owner) => (
            <li key={owner.subject} className={css.person}>
              <IconUser size={16} stroke={1.6} aria-hidden />
              <div>
                <b>
                  <bdi>{owner.name}</bdi>
                </b>{" "}
                <span className={css.quiet}>
                  {[owner.role, owner.country, owner.dateOfBirth && `born ${bornText(owner.dateOfBirth)}`]
                    .filter(Boolean)
                    .join(", ")}
                </span>
                {owner.reason && <div className={css.quiet}>{owner.reason}</div>}
              </div>
              <div className={css.personChips}>
                {view.checks
                  .filter((check) => check.current && check.subject === owner.subject)
                  .map((check) => (
                    <StatusChip key={check.id} tone={checkTones[check.status].tone} title={check.sentence}>
                      {check.label}
                    </StatusChip>
                  ))}
                {owner.isBeneficialOwner && <StatusChip tone="neutral">Beneficial owner</StatusChip>}
              </div>
              <div className={css.share}>
                <b>{shareText(owner.effectiveShare ?? owner.declaredShare)}</b>
                {owner.effectiveShare !== null && owner.effectiveShare !== owner.declaredShare && (
                  <span>declared {shareText(owner.declaredShare) || "none"}</span>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const bornText = (day: string) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? formatDay(day) : day);
