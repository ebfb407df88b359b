"use client";

import { Button, Select } from "@mantine/core";
import { IconTableImport, IconTag, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { pagedStateOf } from "@/components/trpc/list-state";
import { Confirm } from "@/components/ui/confirm";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatMoney } from "@/components/ui/format/words";
import { IconButton } from "@/components/ui/icon-button";
import { StatusChip } from "@/components/ui/status-chip";
import { tell } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import type { LabelView } from "@/server/labels/schema";
import { ImportLabels } from "./import-labels";
import { labelWords } from "./label-words";
import css from "./labels.module.css";

const columns: readonly Column<LabelView>[] = [
  {
    key: "party",
    header: "Party",
    phone: "title",
    cell: ({ party, run }) => (
      <span className={css.name}>
        <b>
          <bdi>{party.name}</bdi>
        </b>
        <span className={css.quiet}>{run === null ? "Everything decided of it" : "One decision"}</span>
      </span>
    ),
  },
  {
    key: "label",
    header: "Turned out",
    width: "170px",
    phone: "line",
    cell: ({ label }) => <StatusChip tone={labelWords[label].tone}>{labelWords[label].title}</StatusChip>,
  },
  { key: "date", header: "Known since", width: "130px", phone: "line", cell: ({ date }) => date },
  {
    key: "amount",
    header: "Amount",
    width: "140px",
    align: "end",
    phone: "line",
    cell: ({ amount, currency }) =>
      amount === null || currency === null ? "" : formatMoney(amount, currency),
  },
  {
    key: "source",
    header: "Source",
    width: "200px",
    phone: "hide",
    cell: ({ source, sourceReference }) => [source, sourceReference].filter(Boolean).join(", "),
  },
  {
    key: "who",
    header: "Added by",
    width: "190px",
    phone: "hide",
    cell: ({ createdBy, createdAt }) => (
      <span className={css.name}>
        {createdBy}
        <span className={css.quiet}>
          <DateTimeText at={createdAt} />
        </span>
      </span>
    ),
  },
];

const removeColumn = (onRemove: (label: LabelView) => void): Column<LabelView> => ({
  key: "remove",
  header: "",
  width: "48px",
  align: "end",
  phone: "line",
  cell: (row) => (
    <IconButton
      size="sm"
      variant="subtle"
      color="gray"
      label={`Remove: ${labelWords[row.label].title}, ${row.party.name}`}
      icon={IconTrash}
      onClick={() => onRemove(row)}
    />
  ),
});

const kinds = Object.entries(labelWords).map(([value, { title }]) => ({ value, label: title }));

/** What turned out about decisions: what backtests and shadow reports are measured by. */
export function LabelList() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const canChange = useCan("labels.change");
  const [kind, setKind] = useState<LabelView["label"] | null>(null);
  const [isImporting, setImporting] = useState(false);
  const [removing, setRemoving] = useState<LabelView>();
  const list = useInfiniteQuery(
    trpc.labels.list.infiniteQueryOptions(kind === null ? {} : { kind }, {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  const remove = useMutation(
    trpc.labels.remove.mutationOptions({
      onSuccess: () => {
        tell("The label was removed");
        setRemoving(undefined);
      },
      onSettled: () => void client.invalidateQueries(trpc.labels.pathFilter()),
    }),
  );
  const begin = canChange && (
    <Button leftSection={<IconTableImport size={16} aria-hidden />} onClick={() => setImporting(true)}>
      Import labels
    </Button>
  );
  return (
    <PageFrame
      title="Labels"
      note="What turned out about decisions later"
      crumbs={[{ title: "Workflows", href: "/workflows" }, { title: "Labels" }]}
      actions={
        <>
          <Select
            aria-label="Which labels"
            placeholder="All labels"
            clearable
            w={180}
            data={kinds}
            value={kind}
            onChange={(next) => setKind(next as LabelView["label"] | null)}
          />
          {begin}
        </>
      }
    >
      <DataTable
        noun="labels"
        columns={canChange ? [...columns, removeColumn(setRemoving)] : columns}
        state={pagedStateOf(list)}
        rowKey={({ id }) => id}
        rowName={({ party, label }) => `${labelWords[label].title}, ${party.name}`}
        href={({ run, party }) => (run === null ? `/parties/${party.id}` : `/runs/${run}`)}
        {...(canChange && {
          rowActions: [
            {
              keys: "x",
              label: "Remove the label",
              hint: "remove",
              run: (row: LabelView) => setRemoving(row),
            },
          ],
        })}
        density="comfortable"
        clearFilters={kind === null ? undefined : () => setKind(null)}
        empty={{
          title: "Nothing has turned out yet",
          text: "Chargebacks, confirmed fraud and who proved to be good: with them a backtest says how much of what was bad a change would have stopped. Import a CSV, or send them by API.",
          action: begin,
          icon: IconTag,
        }}
      />
      {isImporting && <ImportLabels onClose={() => setImporting(false)} />}
      <Confirm
        opened={removing !== undefined}
        onClose={() => {
          setRemoving(undefined);
          remove.reset();
        }}
        title="Remove this label?"
        verb="Remove"
        isBusy={remove.isPending}
        failure={remove.error ? failureOf(remove.error).message : undefined}
        onConfirm={() => removing && remove.mutate({ labelId: removing.id })}
      >
        {removing && `${labelWords[removing.label].title} of ${removing.party.name}, ${removing.date}. `}
        Backtests that counted it stay as they are.
      </Confirm>
    </PageFrame>
  );
}
