import Link from "next/link";
import { caseName } from "@/server/cases/policy";
import type { CaseView } from "@/server/cases/schema";
import { CaseStatusChip } from "./case-words";
import css from "./evidence.module.css";
import { Nothing, Section } from "./section";

/** Other cases that concern the same party or the people behind it. */
export function Related({ related }: { related: CaseView["related"] }) {
  return (
    <Section id="related" title="Related" note={related.length || undefined}>
      {related.length === 0 ? (
        <Nothing>No other case of this party or of those behind it.</Nothing>
      ) : (
        <ul className={css.card}>
          {related.map((other) => (
            <li key={other.caseId} className={css.related}>
              <span className={css.mono}>{caseName(other.number)}</span>
              <Link href={`/cases/${other.caseId}`}>
                <bdi>{other.partyName}</bdi>
              </Link>
              <span className={css.quiet}>{sentence(other.because)}</span>
              <CaseStatusChip status={other.status} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
