import { Button, Drawer, Group } from "@mantine/core";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatUtc } from "@/components/ui/format/words";
import type { AuditEntryView } from "@/server/audit/schema";
import css from "./audit.module.css";
import type { AuditFilterValues } from "./audit-filters";
import { eventTitle, factText, factTitle, subjectTitle } from "./event-words";

interface AuditEntryProps {
  entry: AuditEntryView | undefined;
  onClose: () => void;
  onFilter: (change: Partial<AuditFilterValues>) => void;
}

/** One entry in full, and the ways from it to the rest of its chain and its actor. */
export function AuditEntry({ entry, onClose, onFilter }: AuditEntryProps) {
  return (
    <Drawer
      opened={entry !== undefined}
      onClose={onClose}
      position="right"
      size={480}
      title={entry && eventTitle(entry.action)}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {entry && (
        <>
          <dl className={css.detail}>
            <dt>When</dt>
            <dd>
              <DateTimeText at={entry.at} /> <span className={css.quiet}>({formatUtc(entry.at)})</span>
            </dd>
            <dt>Who</dt>
            <dd>
              {entry.actor.name} <span className={css.mono}>{entry.actor.id}</span>
            </dd>
            <dt>Of</dt>
            <dd>
              {subjectTitle(entry.subject.kind)} <span className={css.mono}>{entry.subject.id}</span>
            </dd>
            {Object.entries(entry.facts).map(([name, value]) => (
              <div key={name} className={css.fact}>
                <dt>{factTitle(name)}</dt>
                <dd>{factText(value)}</dd>
              </div>
            ))}
            <dt>Personal values</dt>
            <dd>{entry.hasPersonal ? "Recorded, sealed under the party's key" : "None"}</dd>
            <dt>Place in its chain</dt>
            <dd>{entry.seq}</dd>
            <dt>Seal</dt>
            <dd>{entry.seal ?? "Not sealed yet"}</dd>
            <dt>Hash</dt>
            <dd className={css.mono}>{entry.hash}</dd>
          </dl>
          <Group gap="xs" mt="md">
            <Button
              variant="default"
              onClick={() => onFilter({ subjectKind: entry.subject.kind, subjectId: entry.subject.id })}
            >
              Everything about this {subjectTitle(entry.subject.kind)}
            </Button>
            <Button variant="default" onClick={() => onFilter({ actorId: entry.actor.id })}>
              Everything {entry.actor.name} did
            </Button>
          </Group>
        </>
      )}
    </Drawer>
  );
}
