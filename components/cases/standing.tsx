import { IconEye, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { DateTimeText } from "@/components/ui/format/moment";
import type { CaseView } from "@/server/cases/schema";
import { verdictPast } from "./case-words";
import css from "./decision.module.css";

/** The verdict the case's next step depends on: the last one that was not taken back. */
export const standingVerdict = (view: Pick<CaseView, "verdicts">) =>
  view.verdicts.findLast((verdict) => verdict.state !== "undone");

/** Where the verdict stands: who gave the first, what four eyes ask for, what the applicant was asked. */
export function Standing({ view, memberId }: { view: CaseView; memberId: string }) {
  const { status, fourEyes, may } = view;
  const first = standingVerdict(view);
  if (status === "waiting_for_second" && first)
    return (
      <Banner icon={<IconUsers size={16} stroke={1.6} aria-hidden />}>
        <b>
          {first.by.id === memberId ? "You" : first.by.name} {verdictPast[first.verdict]}
        </b>{" "}
        on <DateTimeText at={first.at} />.
        {first.note && <blockquote className={css.quote}>{first.note}</blockquote>}
        <p>{may.approve.allowed ? "You may give the second verdict." : may.approve.why}</p>
      </Banner>
    );
  if (status === "waiting_for_applicant" && first?.verdict === "send_back")
    return (
      <Banner icon={<IconEye size={16} stroke={1.6} aria-hidden />}>
        <b>With the applicant</b> since <DateTimeText at={first.at} />. {first.items.length}{" "}
        {first.items.length === 1 ? "item was" : "items were"} sent back by {first.by.name}; the clock stands.
      </Banner>
    );
  if (status !== "open" || fourEyes === "none") return null;
  return (
    <Banner icon={<IconUsers size={16} stroke={1.6} aria-hidden />}>
      {fourEyes === "both" ? "Approving or declining" : "Approving"} this case takes two people. You would
      give the first verdict; a senior analyst, risk manager or admin gives the second.
    </Banner>
  );
}

const Banner = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <div className={css.banner}>
    {icon}
    <div>{children}</div>
  </div>
);
