import { Alert } from "@mantine/core";
import { IconShieldOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { isClosed } from "@/server/cases/policy";
import type { CaseView } from "@/server/cases/schema";
import { Activity } from "./activity";
import type { Asking } from "./asking";
import { Checks } from "./checks";
import { Compared } from "./compared";
import { Documents } from "./documents";
import { Ending } from "./ending";
import css from "./evidence.module.css";
import { People } from "./people";
import { Related } from "./related";
import { Requirements } from "./requirements";
import { SectionTabs } from "./section-tabs";
import { Why } from "./why";

interface CaseEvidenceProps {
  view: CaseView;
  header: ReactNode;
  /** What changed while it was looked at. */
  news: ReactNode;
  asking: Asking;
}

/** Everything known about the case, in sections under a header that stays. */
export function CaseEvidence({ view, header, news, asking }: CaseEvidenceProps) {
  return (
    <div className={css.evidence}>
      <div className={css.top}>
        {header}
        <SectionTabs
          tabs={[
            { id: "why", title: "Why it is here", count: view.reasons.length },
            { id: "checks", title: "Checks", count: view.checks.filter((check) => check.current).length },
            {
              id: "compared",
              title: "Differences",
              count: view.fields.filter((field) => field.differs).length,
            },
            {
              id: "documents",
              title: "Documents",
              count: view.documents.filter((document) => document.replacedBy === null).length,
            },
            { id: "people", title: "People", count: view.owners.length },
            { id: "requirements", title: "Asked", count: view.requirements.length },
            { id: "related", title: "Related", count: view.related.length },
            { id: "activity", title: "Activity" },
          ]}
        />
      </div>
      <div className={css.sections}>
        {news}
        {view.erased && (
          <Alert icon={<IconShieldOff aria-hidden />} color="gray" title="This party's data was erased">
            What was done and decided stays on record. Names, answers, documents and notes are gone for good.
          </Alert>
        )}
        {isClosed(view.status) && <Ending view={view} />}
        <Why view={view} />
        <Checks checks={view.checks} />
        <Compared fields={view.fields} asking={asking} />
        <Documents documents={view.documents} fields={view.fields} asking={asking} />
        <People view={view} />
        <Requirements view={view} />
        <Related related={view.related} />
        <Activity activity={view.activity} />
      </div>
    </div>
  );
}
