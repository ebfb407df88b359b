"use client";

import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { messageStatuses } from "@/db/enums/enums";
import { MailboxTable } from "./mailbox-table";
import { MessageDetail } from "./message-detail";
import { messageWords } from "./message-status";
import { mailboxParams } from "./search-params";

const statuses = messageStatuses.map((status) => ({ value: status, label: messageWords[status].text }));

/** Mail to applicants: what left, what waits, and what is held because no mail server is set up. */
export function Mailbox() {
  const trpc = useTRPC();
  const [{ status, message }, setParams] = useQueryStates(mailboxParams, { history: "push" });
  const mail = useInfiniteQuery(
    trpc.messages.list.infiniteQueryOptions(status ? { status } : {}, {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  const opened = mail.data?.pages.flatMap((page) => page.data).find(({ id }) => id === message);
  return (
    <PageFrame
      title="Mailbox"
      note="Mail to applicants"
      actions={
        <Select
          aria-label="Status"
          placeholder="Any status"
          data={statuses}
          value={status}
          onChange={(value) => void setParams({ status: value as typeof status, message: null })}
          clearable
          clearButtonProps={{ "aria-label": "Show any status" }}
        />
      }
    >
      <MailboxTable
        state={pagedStateOf(mail)}
        onOpen={({ id }) => void setParams({ message: id })}
        clearFilters={status ? () => void setParams({ status: null }) : undefined}
      />
      <MessageDetail message={opened} onClose={() => void setParams({ message: null })} />
    </PageFrame>
  );
}
