import { Alert, Button } from "@mantine/core";
import { IconShieldOff } from "@tabler/icons-react";
import { PartyKindIcon } from "@/components/cases/case-words";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { PartyDecisions } from "@/components/decisions/party-decisions";
import { PageFrame } from "@/components/shell/page-frame";
import { Country } from "@/components/ui/format/country";
import { DateText, DateTimeText } from "@/components/ui/format/moment";
import type { PartyView } from "@/server/parties/schema";
import css from "./parties.module.css";
import { PartyApplications } from "./party-applications";
import { PartyCases } from "./party-cases";
import { PartyData } from "./party-data";
import { PartyDocuments } from "./party-documents";
import { PartyRelationships } from "./party-relationships";

interface PartyProfileProps {
  party: PartyView;
  /** Each absent for who may not, or when there is nothing left to do. */
  onStart: (() => void) | undefined;
  onInvite: ((applicationId: string) => void) | undefined;
  onErase: (() => void) | undefined;
}

/** A party from every side. */
export function PartyProfile({ party, onStart, onInvite, onErase }: PartyProfileProps) {
  return (
    <PageFrame
      title={
        <span className={css.title}>
          <PartyKindIcon kind={party.kind} /> <bdi>{party.name}</bdi>{" "}
          {party.country && <Country code={party.country} />}
        </span>
      }
      note={
        <>
          {party.reference && <>{party.reference} · </>}known since <DateText at={party.createdAt} />
          {party.nextReviewOn && (
            <>
              {" "}
              · next review on <DateText at={party.nextReviewOn} />
            </>
          )}
        </>
      }
      crumbs={[{ title: party.name }]}
      width="wide"
      actions={
        <>
          {onErase && (
            <Button variant="default" onClick={onErase}>
              Erase
            </Button>
          )}
          {onStart && <Button onClick={onStart}>Start an application</Button>}
        </>
      }
    >
      <div className={css.stack}>
        {party.erasedAt && (
          <Alert icon={<IconShieldOff aria-hidden />} color="gray" title="This party was erased">
            On <DateTimeText at={party.erasedAt} /> its data was destroyed for good. What was decided stays on
            record, without the person.
          </Alert>
        )}
        {party.latest && (
          <p className={css.latest}>
            Latest decision <OutcomeChip outcome={party.latest} /> <DateTimeText at={party.latest.at} />
          </p>
        )}
        <div className={css.columns}>
          <div className={css.stack}>
            <PartyApplications applications={party.applications} onInvite={onInvite} />
            <PartyDecisions partyId={party.id} />
            <PartyCases cases={party.cases} />
            <PartyDocuments documents={party.documents} />
          </div>
          <div className={css.stack}>
            <PartyRelationships relationships={party.relationships} />
            <PartyData data={party.data} />
          </div>
        </div>
      </div>
    </PageFrame>
  );
}
