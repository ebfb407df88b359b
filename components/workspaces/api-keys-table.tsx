import { Button, VisuallyHidden } from "@mantine/core";
import { IconCircleCheck, IconCircleOff, IconClockOff, IconKey } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { useClock } from "@/components/ui/format/clock";
import { Ago, DateText } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { ApiScope } from "@/server/workspaces/policy";
import { scopeWords } from "./scope-words";
import css from "./settings.module.css";

export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

interface ApiKeysTableProps {
  state: ListState<ApiKeyRow>;
  onRevoke: ((key: ApiKeyRow) => void) | undefined;
  onCreate: (() => void) | undefined;
}

export function ApiKeysTable({ state, onRevoke, onCreate }: ApiKeysTableProps) {
  const { now } = useClock();
  const isOver = (key: ApiKeyRow) => key.revokedAt !== null || (key.expiresAt?.getTime() ?? Infinity) < now;
  const columns: Column<ApiKeyRow>[] = [
    { key: "name", header: "Name", phone: "title", cell: (key) => <b className={css.name}>{key.name}</b> },
    { key: "prefix", header: "Key", cell: (key) => <span className={css.mono}>{key.prefix}…</span> },
    {
      key: "scopes",
      header: "May",
      phone: "hide",
      cell: (key) => (
        <span title={key.scopes.map((scope) => scopeWords[scope as ApiScope] ?? scope).join("\n")}>
          {key.scopes.join(", ")}
        </span>
      ),
    },
    { key: "status", header: "Status", width: "190px", cell: (key) => <KeyStatus apiKey={key} now={now} /> },
    {
      key: "used",
      header: "Last used",
      width: "120px",
      cell: (key) => (key.lastUsedAt ? <Ago at={key.lastUsedAt} /> : "Never used"),
    },
    {
      key: "created",
      header: "Created",
      width: "120px",
      phone: "hide",
      cell: (key) => <DateText at={key.createdAt} />,
    },
    ...(onRevoke
      ? [
          {
            key: "act",
            header: <VisuallyHidden>Revoke</VisuallyHidden>,
            width: "96px",
            align: "end" as const,
            cell: (key: ApiKeyRow) =>
              isOver(key) ? null : (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => onRevoke(key)}
                  aria-label={`Revoke ${key.name}`}
                >
                  Revoke
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <Sheet>
      <DataTable
        noun="keys"
        columns={columns}
        state={state}
        rowKey={(key) => key.id}
        rowName={(key) => key.name}
        density="comfortable"
        empty={{
          title: "No keys yet",
          text: "A key lets your own systems start applications and ask for decisions.",
          icon: IconKey,
          action: onCreate && <Button onClick={onCreate}>Create the first key</Button>,
        }}
      />
    </Sheet>
  );
}

function KeyStatus({ apiKey, now }: { apiKey: ApiKeyRow; now: number }) {
  const { revokedAt, expiresAt } = apiKey;
  if (revokedAt)
    return (
      <StatusChip tone="neutral" icon={IconCircleOff}>
        Revoked
      </StatusChip>
    );
  if (expiresAt && expiresAt.getTime() < now)
    return (
      <StatusChip tone="neutral" icon={IconClockOff}>
        Expired
      </StatusChip>
    );
  return (
    <StatusChip tone="approve" icon={IconCircleCheck}>
      {expiresAt ? (
        <>
          Works until <DateText at={expiresAt} />
        </>
      ) : (
        "Works"
      )}
    </StatusChip>
  );
}
