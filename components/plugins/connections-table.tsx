import { Button, VisuallyHidden } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import type { ConnectionView } from "@/server/plugins/schema";
import { purposeOf } from "./connection-details";
import { ConnectionHealth } from "./connection-health";
import css from "./plugins.module.css";

interface ConnectionsTableProps {
  state: ListState<ConnectionView>;
  onTest: ((connection: ConnectionView) => void) | undefined;
  /** The connection that is being asked now. */
  testing: string | undefined;
  onCreate: (() => void) | undefined;
}

export function ConnectionsTable({ state, onTest, testing, onCreate }: ConnectionsTableProps) {
  const columns: Column<ConnectionView>[] = [
    { key: "title", header: "Connection", phone: "title", cell: (connection) => connection.title },
    {
      key: "key",
      header: "Key in workflows",
      cell: (connection) => <span className={css.mono}>{connection.key}</span>,
    },
    {
      key: "can",
      header: "For",
      phone: "hide",
      cell: purposeOf,
    },
    { key: "plugin", header: "Kind", phone: "hide", cell: (connection) => connection.pluginTitle },
    {
      key: "health",
      header: "Health",
      width: "200px",
      cell: (connection) => <ConnectionHealth {...connection} />,
    },
    ...(onTest
      ? [
          {
            key: "act",
            header: <VisuallyHidden>Test</VisuallyHidden>,
            width: "80px",
            align: "end" as const,
            cell: (connection: ConnectionView) => (
              <Button
                size="compact-sm"
                variant="default"
                loading={testing === connection.id}
                onClick={() => onTest(connection)}
                aria-label={`Test ${connection.title}`}
              >
                Test
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Sheet>
      <DataTable
        noun="connections"
        columns={columns}
        state={state}
        rowKey={(connection) => connection.id}
        rowName={(connection) => connection.title}
        href={(connection) => `/settings/connections/${connection.id}`}
        density="comfortable"
        empty={{
          title: "Nothing is connected",
          text: "Steps of a workflow reach vendors, APIs, databases, mail and Slack through connections.",
          icon: IconPlugConnected,
          action: onCreate && <Button onClick={onCreate}>Connect the first</Button>,
        }}
      />
    </Sheet>
  );
}
