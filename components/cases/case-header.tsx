import { Anchor, Select } from "@mantine/core";
import Link from "next/link";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { Country } from "@/components/ui/format/country";
import { Age, DateTimeText } from "@/components/ui/format/moment";
import { MemberAvatar } from "@/components/ui/member-avatar";
import { isClosed } from "@/server/cases/policy";
import type { CaseView } from "@/server/cases/schema";
import { CaseStatusChip, SlaChip } from "./case-words";
import css from "./evidence.module.css";

interface CaseHeaderProps {
  view: CaseView;
  people: readonly { id: string; name: string }[];
  /** Absent for who may not. */
  onAssign: ((memberId: string | null) => void) | undefined;
}

const NOBODY = "";

/** Who the case is about, what is proposed, how long it has been here and who has it. */
export function CaseHeader({ view, people, onAssign }: CaseHeaderProps) {
  const { party, proposed, score, status, assignee } = view;
  const known = assignee && !people.some(({ id }) => id === assignee.id) ? [...people, assignee] : people;
  return (
    <div className={css.header}>
      <div className={css.nameLine}>
        <h1 className={css.name}>
          <Anchor component={Link} href={`/parties/${party.id}`} c="inherit" fz="inherit" fw="inherit">
            <bdi>{party.name}</bdi>
          </Anchor>{" "}
          {party.country && <Country code={party.country} />}
        </h1>
        <span className={css.assignee}>
          <MemberAvatar name={assignee?.name} size={22} />
          {onAssign && !isClosed(status) ? (
            <Select
              aria-label="Who has it"
              size="xs"
              variant="unstyled"
              data={[
                { value: NOBODY, label: "Nobody" },
                ...known.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={assignee?.id ?? NOBODY}
              onChange={(id) => onAssign(id || null)}
              searchable={known.length > 10}
              w={140}
            />
          ) : (
            <span>{assignee?.name ?? "Nobody"}</span>
          )}
        </span>
      </div>
      <div className={css.headline}>
        {view.decision ? (
          <OutcomeChip outcome={view.decision} />
        ) : (
          proposed && <OutcomeChip outcome={proposed} />
        )}
        {status !== "open" && <CaseStatusChip status={status} />}
        {score !== null && <span className={css.scoreChip}>Score {score}</span>}
        <SlaChip row={view} />
        {view.line && (
          <span>
            <bdi>{view.line}</bdi>
          </span>
        )}
        <span className={css.quiet}>
          {party.kind === "business" ? "Company" : "Person"} · opened <DateTimeText at={view.openedAt} />,{" "}
          <Age since={view.openedAt} /> old
        </span>
      </div>
    </div>
  );
}
