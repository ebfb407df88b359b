"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { listStateOf } from "@/components/trpc/list-state";
import { Confirm } from "@/components/ui/confirm";
import { tell } from "@/components/ui/tell";
import { grantableScopes } from "@/server/workspaces/policy";
import { type ApiKeyRow, ApiKeysTable } from "./api-keys-table";
import { CreateApiKey } from "./create-api-key";
import { useCan, useMember } from "./member";

/** The keys other systems use to call Gatehouse. */
export function ApiKeysSettings() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { role } = useMember();
  const canCreate = useCan("apiKeys.create");
  const canRevoke = useCan("apiKeys.revoke");
  const keys = useQuery(trpc.apiKeys.list.queryOptions());
  const refresh = () => client.invalidateQueries(trpc.apiKeys.list.pathFilter());
  const create = useMutation(trpc.apiKeys.create.mutationOptions({ onSuccess: refresh }));
  const revoke = useMutation(trpc.apiKeys.revoke.mutationOptions({ onSettled: refresh }));
  const [isCreating, setIsCreating] = useState(false);
  const [ending, setEnding] = useState<ApiKeyRow>();
  const openCreate = () => setIsCreating(true);
  return (
    <PageFrame
      title="API keys"
      crumbs={[{ title: "API keys" }]}
      actions={canCreate && <Button onClick={openCreate}>Create a key</Button>}
    >
      <ApiKeysTable
        state={listStateOf(keys)}
        onRevoke={canRevoke ? setEnding : undefined}
        onCreate={canCreate ? openCreate : undefined}
      />
      <CreateApiKey
        opened={isCreating}
        onClose={() => setIsCreating(false)}
        scopes={grantableScopes({ kind: "member", role })}
        send={create.mutateAsync}
      />
      <Confirm
        opened={ending !== undefined}
        onClose={() => {
          setEnding(undefined);
          revoke.reset();
        }}
        title={`Revoke the key “${ending?.name ?? ""}”?`}
        verb="Revoke"
        isBusy={revoke.isPending}
        failure={revoke.error ? failureOf(revoke.error).message : undefined}
        onConfirm={() =>
          ending &&
          revoke.mutate(
            { apiKeyId: ending.id },
            {
              onSuccess: () => {
                tell(`The key “${ending.name}” was revoked`);
                setEnding(undefined);
              },
            },
          )
        }
      >
        Every system that uses it is refused from now on. This cannot be undone; make a new key instead.
      </Confirm>
    </PageFrame>
  );
}
