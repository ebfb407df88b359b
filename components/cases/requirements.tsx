import { DateText, DateTimeText } from "@/components/ui/format/moment";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { RequirementState } from "@/db/enums/enums";
import type { CaseView } from "@/server/cases/schema";
import css from "./evidence.module.css";
import { Nothing, Section } from "./section";

const states: Record<RequirementState, { tone: Tone; text: string }> = {
  eventually_due: { tone: "neutral", text: "Due later" },
  currently_due: { tone: "waiting", text: "Asked" },
  pending_verification: { tone: "review", text: "Answered, not looked at" },
  past_due: { tone: "decline", text: "Past its date" },
  satisfied: { tone: "approve", text: "Answered" },
  waived: { tone: "neutral", text: "Not needed any more" },
};

/** What the applicant was asked beyond the form, why, and how that stands. */
export function Requirements({ view }: { view: CaseView }) {
  const titleOf = (kind: string, key: string) =>
    kind === "document"
      ? (view.documentTypes.find((type) => type.key === key)?.title ?? key)
      : (view.fields.find((field) => field.path === key)?.title ?? key);
  const about = (subject: string) => view.owners.find((owner) => owner.subject === subject)?.name;
  return (
    <Section id="requirements" title="Asked of the applicant" note={view.requirements.length || undefined}>
      {view.requirements.length === 0 ? (
        <Nothing>Nothing beyond the form.</Nothing>
      ) : (
        <ul className={css.card}>
          {view.requirements.map((requirement) => (
            <li key={requirement.id} className={css.requirement}>
              <StatusChip tone={states[requirement.state].tone}>{states[requirement.state].text}</StatusChip>
              <div>
                <b>
                  {titleOf(requirement.kind, requirement.key)}
                  {about(requirement.subject) && `, ${about(requirement.subject)}`}
                </b>
                <div className={css.quiet}>Applicant reads: “{requirement.reason.applicant}”</div>
              </div>
              <span className={css.checkAge}>
                {requirement.answeredAt ? (
                  <DateTimeText at={requirement.answeredAt} />
                ) : (
                  requirement.deadline && (
                    <>
                      until <DateText at={requirement.deadline} />
                    </>
                  )
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
