"use client";

import { Button, Menu } from "@mantine/core";
import { IconDots, IconPlugConnected, IconPlugConnectedX, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import { tell, tellFailure } from "@/components/ui/tell";
import type { ConnectionDetail } from "@/server/plugins/schema";
import { DeleteConnection } from "./delete-connection";

/** Testing a connection, switching it off and on, and deleting it. */
export function ConnectionActs({ connection }: { connection: ConnectionDetail }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState<"off" | "delete">();
  const close = () => setOpen(undefined);
  const { id, title } = connection;
  const isOff = connection.disabledAt !== null;
  const uses = useQuery(trpc.connections.uses.queryOptions({ id }));
  const refresh = () => client.invalidateQueries(trpc.connections.pathFilter());
  const test = useMutation(
    trpc.connections.test.mutationOptions({
      onSettled: refresh,
      onSuccess: (result) => (result.ok ? tell(`It answered: ${result.label}`) : tellFailure(result.message)),
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  const turn = useMutation(
    trpc.connections.switch.mutationOptions({
      onSettled: refresh,
      onSuccess: (_, { isOn }) => {
        close();
        tell(isOn ? `${title} is on again` : `${title} is off`);
      },
    }),
  );
  const remove = useMutation(trpc.connections.delete.mutationOptions());
  const used = uses.data?.length ?? 0;
  return (
    <>
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ id })}>
        Test the connection
      </Button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <IconButton label="More about this connection" icon={IconDots} variant="default" size={34} />
        </Menu.Target>
        <Menu.Dropdown>
          {isOff ? (
            <Menu.Item
              leftSection={<IconPlugConnected size={16} aria-hidden />}
              onClick={() =>
                turn.mutate({ id, isOn: true }, { onError: (error) => tellFailure(failureOf(error).message) })
              }
            >
              Switch on
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconPlugConnectedX size={16} aria-hidden />}
              onClick={() => setOpen("off")}
            >
              Switch off
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setOpen("delete")}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={open === "off"}
        onClose={close}
        title={`Switch ${title} off?`}
        verb="Switch off"
        isDestructive={false}
        isBusy={turn.isPending}
        failure={turn.error ? failureOf(turn.error).message : undefined}
        onConfirm={() => turn.mutate({ id, isOn: false })}
      >
        Nothing is asked through it until somebody switches it on. Steps that need it fail at once
        {used > 0 && `, in ${used} ${used === 1 ? "place" : "places"} that name it`}; what failed goes where
        the workflow sends failures.
      </Confirm>
      <DeleteConnection
        connection={connection}
        uses={uses.data}
        opened={open === "delete"}
        onClose={close}
        isBusy={remove.isPending}
        failure={remove.error ? failureOf(remove.error).message : undefined}
        onConfirm={() =>
          remove.mutate(
            { id, evenIfUsed: used > 0 },
            {
              onSuccess: async () => {
                tell(`${title} was deleted`);
                router.push("/settings/connections");
                client.removeQueries(trpc.connections.get.queryFilter({ id }));
                await client.invalidateQueries(trpc.connections.list.queryFilter());
              },
            },
          )
        }
      />
    </>
  );
}
