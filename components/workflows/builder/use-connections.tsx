"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { CreateConnection } from "@/components/plugins/create-connection";
import { useTRPC } from "@/components/trpc/client";
import { tell } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { pluginCatalogue, useWords } from "@/server/plugins/catalogue";
import type { PluginUse } from "@/server/plugins/contract";
import type { ConnectionChoices } from "../settings-place";

/** The workspace's connections for whoever sets up a step, and the dialog that makes another. */
export interface ConnectionDesk {
  /** For a step that needs one for this; nothing for a step that needs none. */
  choicesFor: (use: string | undefined) => ConnectionChoices | undefined;
}

interface Making {
  use: string;
  onMade: (key: string) => void;
}

export function useConnections(): {
  desk: ConnectionDesk | undefined;
  dialog: ReactNode;
  /** Changes when connections came or went. */
  since: number;
} {
  const trpc = useTRPC();
  const client = useQueryClient();
  const mayView = useCan("connections.view");
  const mayChange = useCan("connections.change");
  const { data, dataUpdatedAt } = useQuery(
    trpc.connections.list.queryOptions(undefined, { enabled: mayView }),
  );
  const workspace = useQuery(trpc.workspaces.get.queryOptions(undefined, { enabled: mayChange }));
  const refresh = () => client.invalidateQueries(trpc.connections.pathFilter());
  const create = useMutation(trpc.connections.create.mutationOptions({ onSuccess: refresh }));
  const attempt = useMutation(trpc.connections.try.mutationOptions());
  const [making, setMaking] = useState<Making>();
  const desk = useMemo(
    (): ConnectionDesk => ({
      choicesFor: (use) =>
        use === undefined
          ? undefined
          : {
              connections: data
                ?.filter((one) => one.use === use)
                .map(({ key, title, pluginTitle, disabledAt }) => ({
                  ...{ key, title, pluginTitle },
                  isOff: disabledAt !== null,
                })),
              others: new Map(
                data?.flatMap((one) => (one.use === use ? [] : [[one.key, useWords[one.use]] as const])),
              ),
              create: mayChange ? (onMade) => setMaking({ use, onMade }) : undefined,
            },
    }),
    [data, mayChange],
  );
  // Sandbox vendors invent their answers: a live workspace is never offered one.
  const plugins = Object.values(pluginCatalogue).filter(
    (plugin) =>
      plugin.use === (making?.use as PluginUse | undefined) &&
      (!plugin.sandboxOnly || workspace.data?.kind === "sandbox"),
  );
  return {
    desk: mayView ? desk : undefined,
    since: dataUpdatedAt,
    dialog: (
      <CreateConnection
        opened={making !== undefined}
        onClose={() => setMaking(undefined)}
        plugins={plugins}
        attempt={attempt.mutateAsync}
        send={async (input) => {
          await create.mutateAsync(input);
          // Workflows know it by its key.
          return { id: input.key };
        }}
        onSent={(key) => {
          making?.onMade(key);
          setMaking(undefined);
          tell("Connected, and taken into the step.");
        }}
      />
    ),
  };
}
