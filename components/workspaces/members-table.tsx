import { Select, VisuallyHidden } from "@mantine/core";
import { IconUserMinus } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Ago, DateText } from "@/components/ui/format/moment";
import { IconButton } from "@/components/ui/icon-button";
import { MemberAvatar } from "@/components/ui/member-avatar";
import type { Role } from "@/db/enums/enums";
import { roleTitles } from "@/server/workspaces/policy";
import css from "./settings.module.css";

export interface MemberRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  addedAt: Date;
  lastSeenAt: Date | null;
}

interface MembersTableProps {
  state: ListState<MemberRow>;
  myId: string;
  canChange: boolean;
  onRole: (member: MemberRow, role: Role) => void;
  onRemove: (member: MemberRow) => void;
}

const roleChoices = Object.entries(roleTitles).map(([value, label]) => ({ value, label }));

export function MembersTable({ state, myId, canChange, onRole, onRemove }: MembersTableProps) {
  const columns: Column<MemberRow>[] = [
    {
      key: "name",
      header: "Name",
      phone: "title",
      cell: (member) => (
        <span className={css.person}>
          <MemberAvatar name={member.name} />
          <span>
            {member.name}
            {member.id === myId && <span className={css.quiet}> (you)</span>}
          </span>
        </span>
      ),
    },
    { key: "email", header: "E-mail", cell: (member) => member.email },
    {
      key: "role",
      header: "Role",
      width: "190px",
      cell: (member) =>
        canChange ? (
          <Select
            size="xs"
            aria-label={`Role of ${member.name}`}
            data={roleChoices}
            value={member.role}
            onChange={(role) => role && role !== member.role && onRole(member, role as Role)}
          />
        ) : (
          roleTitles[member.role]
        ),
    },
    {
      key: "seen",
      header: "Last here",
      width: "130px",
      cell: (member) => (member.lastSeenAt ? <Ago at={member.lastSeenAt} /> : "Never"),
    },
    {
      key: "added",
      header: "Added",
      width: "130px",
      phone: "hide",
      cell: (member) => <DateText at={member.addedAt} />,
    },
    ...(canChange
      ? [
          {
            key: "act",
            header: <VisuallyHidden>Remove</VisuallyHidden>,
            width: "56px",
            align: "end" as const,
            cell: (member: MemberRow) => (
              <IconButton
                label={`Remove ${member.name}`}
                icon={IconUserMinus}
                onClick={() => onRemove(member)}
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <Sheet>
      <DataTable
        noun="members"
        columns={columns}
        state={state}
        rowKey={(member) => member.id}
        rowName={(member) => member.name}
        density="comfortable"
        empty={{ title: "Nobody is here yet" }}
      />
    </Sheet>
  );
}
