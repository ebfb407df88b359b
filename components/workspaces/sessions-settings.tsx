"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { listStateOf } from "@/components/trpc/list-state";
import { Confirm } from "@/components/ui/confirm";
import { tell } from "@/components/ui/tell";
import { useCan } from "./member";
import { type SessionRow, SessionsTable } from "./sessions-table";

/** Who is signed in right now, and where. */
export function SessionsSettings() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const canEnd = useCan("sessions.end");
  const sessions = useQuery(trpc.sessions.list.queryOptions());
  const end = useMutation(
    trpc.sessions.end.mutationOptions({
      onSettled: () => client.invalidateQueries(trpc.sessions.list.pathFilter()),
    }),
  );
  const [ending, setEnding] = useState<SessionRow>();
  return (
    <PageFrame title="Sessions" note="Browsers that are signed in now" crumbs={[{ title: "Sessions" }]}>
      <SessionsTable state={listStateOf(sessions)} isOwn={false} onEnd={canEnd ? setEnding : undefined} />
      <Confirm
        opened={ending !== undefined}
        onClose={() => {
          setEnding(undefined);
          end.reset();
        }}
        title={`End the session of ${ending?.name ?? ""}?`}
        verb="End the session"
        isBusy={end.isPending}
        failure={end.error ? failureOf(end.error).message : undefined}
        onConfirm={() =>
          ending &&
          end.mutate(
            { sessionId: ending.id },
            {
              onSuccess: () => {
                tell("The session was ended");
                setEnding(undefined);
              },
            },
          )
        }
      >
        {ending?.device} is signed out with its next click. What they were typing there stays on their screen
        until they sign in again.
      </Confirm>
    </PageFrame>
  );
}
