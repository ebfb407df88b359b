"use client";

import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureText } from "@/components/ui/failure-text";
import { tell } from "@/components/ui/tell";
import type { ListChangeView } from "@/server/lists/schema";

const said = {
  approve: "The change counts now",
  refuse: "The change was refused",
  take_back: "The change was taken back",
};

/** The second pair of eyes: approves or refuses. Who proposed the change can only take it back. */
export function DecideChange({
  listKey,
  change: { changeId, isOwn, proposedBy },
  onDecided,
}: {
  listKey: string;
  change: ListChangeView;
  onDecided: () => void;
}) {
  const trpc = useTRPC();
  const [note, setNote] = useState("");
  const decide = useMutation(
    trpc.lists.decide.mutationOptions({
      onSuccess: (_, { says }) => {
        tell(said[says]);
        onDecided();
      },
    }),
  );
  const send = (says: keyof typeof said) => decide.mutate({ key: listKey, changeId, says, note });
  const failure = decide.error && failureOf(decide.error).message;
  if (isOwn)
    return (
      <Stack gap="xs">
        <p>You proposed this change: another member must decide about it.</p>
        {failure && <FailureText>{failure}</FailureText>}
        <Group gap="xs">
          <Button variant="default" loading={decide.isPending} onClick={() => send("take_back")}>
            Take it back
          </Button>
        </Group>
      </Stack>
    );
  return (
    <Stack gap="xs">
      <Textarea
        label="Note"
        description={`${proposedBy} sees it. To refuse, say why.`}
        autosize
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {failure && <FailureText>{failure}</FailureText>}
      <Group gap="xs">
        <Button loading={decide.isPending} onClick={() => send("approve")}>
          Approve
        </Button>
        <Button variant="default" loading={decide.isPending} onClick={() => send("refuse")}>
          Refuse
        </Button>
      </Group>
    </Stack>
  );
}
