import { IconMail } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { DateTimeText } from "@/components/ui/format/moment";
import type { MessageView } from "@/server/messages/schema";
import { MessageStatus } from "./message-status";

interface MailboxTableProps {
  state: ListState<MessageView>;
  onOpen: (message: MessageView) => void;
  clearFilters: (() => void) | undefined;
}

const columns: Column<MessageView>[] = [
  { key: "subject", header: "Subject", phone: "title", cell: (message) => <bdi>{message.subject}</bdi> },
  { key: "to", header: "To", cell: (message) => message.to },
  { key: "party", header: "Party", phone: "hide", cell: (message) => <bdi>{message.party.name}</bdi> },
  {
    key: "status",
    header: "Status",
    width: "170px",
    cell: (message) => <MessageStatus status={message.status} />,
  },
  {
    key: "at",
    header: "Written",
    width: "160px",
    align: "end",
    cell: (message) => <DateTimeText at={message.createdAt} />,
  },
];

export function MailboxTable({ state, onOpen, clearFilters }: MailboxTableProps) {
  return (
    <Sheet>
      <DataTable
        noun="messages"
        columns={columns}
        state={state}
        rowKey={(message) => message.id}
        rowName={(message) => message.subject}
        onOpen={onOpen}
        clearFilters={clearFilters}
        empty={{
          title: "No mail yet",
          text: "Mail to applicants appears here, also when no mail server is set up.",
          icon: IconMail,
        }}
      />
    </Sheet>
  );
}
