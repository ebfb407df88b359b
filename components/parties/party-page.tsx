"use client";

import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { useCan } from "@/components/workspaces/member";
import { EraseParty } from "./erase-party";
import { InviteAgain } from "./invite-again";
import { PartyProfile } from "./party-profile";
import { StartApplication } from "./start-application";

/** Everything known of one party, and what can be done for it. */
export function PartyPage({ partyId }: { partyId: string }) {
  const trpc = useTRPC();
  const party = useQuery(trpc.parties.get.queryOptions({ partyId }));
  const canStart = useCan("applications.create");
  const canInvite = useCan("applications.invite");
  const canErase = useCan("parties.erase");
  const [invited, setInvited] = useState<string>();
  const [dialog, setDialog] = useState<"start" | "erase">();
  if (!party.data && party.error) {
    const failure = failureOf(party.error);
    return (
      <FailureState
        message={failure.message}
        reference={failure.reference}
        onRetry={failure.code === "NOT_FOUND" ? undefined : () => void party.refetch()}
        isRetrying={party.isFetching}
      />
    );
  }
  if (!party.data)
    return (
      <PageFrame title="Party" width="wide">
        <Skeleton height={220} aria-busy mb={16} />
        <Skeleton height={160} />
      </PageFrame>
    );
  const { id, name, kind, erasedAt } = party.data;
  return (
    <>
      <PartyProfile
        party={party.data}
        onStart={canStart && !erasedAt ? () => setDialog("start") : undefined}
        onInvite={canInvite && !erasedAt ? setInvited : undefined}
        onErase={canErase && !erasedAt ? () => setDialog("erase") : undefined}
      />
      <StartApplication
        opened={dialog === "start"}
        onClose={() => setDialog(undefined)}
        party={{ id, name, kind }}
      />
      {dialog === "erase" && <EraseParty party={party.data} onClose={() => setDialog(undefined)} />}
      {invited && <InviteAgain applicationId={invited} onClose={() => setInvited(undefined)} />}
    </>
  );
}
