import { Button, VisuallyHidden } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Ago, DateTimeText } from "@/components/ui/format/moment";
import { MemberAvatar } from "@/components/ui/member-avatar";
import { StatusChip } from "@/components/ui/status-chip";
import css from "./settings.module.css";

export interface SessionRow {
  id: string;
  name: string;
  device: string;
  startedAt: Date;
  lastSeenAt: Date;
  isThisOne: boolean;
}

interface SessionsTableProps {
  state: ListState<SessionRow>;
  /** Leaves the person out where all sessions are one's own. */
  isOwn: boolean;
  onEnd: ((session: SessionRow) => void) | undefined;
}

export function SessionsTable({ state, isOwn, onEnd }: SessionsTableProps) {
  const columns: Column<SessionRow>[] = [
    ...(isOwn
      ? []
      : [
          {
            key: "name",
            header: "Member",
            phone: "title" as const,
            cell: (session: SessionRow) => (
              <span className={css.person}>
                <MemberAvatar name={session.name} />
                <span className={css.name}>{session.name}</span>
              </span>
            ),
          },
        ]),
    {
      key: "device",
      header: "Browser",
      phone: isOwn ? "title" : "line",
      cell: (session) => (
        <span className={css.person}>
          {session.device}
          {session.isThisOne && (
            <StatusChip tone="approve" icon={IconCircleCheck}>
              This one
            </StatusChip>
          )}
        </span>
      ),
    },
    {
      key: "seen",
      header: "Last active",
      width: "140px",
      cell: (session) => <Ago at={session.lastSeenAt} />,
    },
    {
      key: "started",
      header: "Signed in",
      width: "180px",
      cell: (session) => <DateTimeText at={session.startedAt} />,
    },
    ...(onEnd
      ? [
          {
            key: "act",
            header: <VisuallyHidden>End</VisuallyHidden>,
            width: "80px",
            align: "end" as const,
            cell: (session: SessionRow) =>
              session.isThisOne ? null : (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => onEnd(session)}
                  aria-label={`End the session of ${session.name} in ${session.device}`}
                >
                  End
                </Button>
              ),
          },
        ]
      : []),
  ];
  const table = (
    <DataTable
      noun="sessions"
      columns={columns}
      state={state}
      rowKey={(session) => session.id}
      rowName={(session) => `${session.name} in ${session.device}`}
      density="comfortable"
      empty={{ title: "Nobody is signed in" }}
    />
  );
  return isOwn ? table : <Sheet>{table}</Sheet>;
}
