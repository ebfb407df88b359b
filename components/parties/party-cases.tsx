import Link from "next/link";
import { CaseStatusChip } from "@/components/cases/case-words";
import { DateText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import type { CaseStatus } from "@/db/enums/enums";
import { caseName } from "@/server/cases/policy";
import type { PartyView } from "@/server/parties/schema";
import css from "./parties.module.css";

export function PartyCases({ cases }: { cases: PartyView["cases"] }) {
  return (
    <Panel title="Cases" note={cases.length || undefined} flush>
      {cases.length === 0 ? (
        <p className={css.nothing}>No person had to look at it.</p>
      ) : (
        <ul className={css.list}>
          {cases.map((one) => (
            <li key={one.id}>
              <span className={css.grow}>
                <Link href={`/cases/${one.id}`}>
                  {caseName(one.number)} in {one.queue}
                </Link>
                <span className={css.source}>
                  opened <DateText at={one.openedAt} />
                </span>
              </span>
              <CaseStatusChip status={one.status as CaseStatus} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
