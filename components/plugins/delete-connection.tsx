"use client";

import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { FailureText } from "@/components/ui/failure-text";
import type { ConnectionDetail, ConnectionUse } from "@/server/plugins/schema";
import { ConnectionUses } from "./connection-uses";

interface DeleteConnectionProps {
  connection: ConnectionDetail;
  /** Undefined while they are looked for. */
  uses: readonly ConnectionUse[] | undefined;
  opened: boolean;
  onClose: () => void;
  onConfirm: () => void;
  isBusy: boolean;
  failure: string | undefined;
}

/** Asks before a connection goes, and shows what names it. One that is used goes only when its key is typed. */
export function DeleteConnection(props: DeleteConnectionProps) {
  const { connection, uses, opened, onClose } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={`Delete ${connection.title}?`} size={480}>
      {uses ? <Question {...props} uses={uses} /> : <Skeleton height={120} />}
    </Modal>
  );
}

function Question(props: DeleteConnectionProps & { uses: readonly ConnectionUse[] }) {
  const { connection, uses, onClose, onConfirm, isBusy, failure } = props;
  const [typed, setTyped] = useState("");
  const isUsed = uses.length > 0;
  return (
    <Stack gap="md">
      {isUsed ? (
        <div>
          <Text>These name it. Their steps would fail from now on:</Text>
          <ConnectionUses uses={uses} />
          <Text>To stop for a while, switch it off instead. Its credentials would be gone for good.</Text>
        </div>
      ) : (
        <Text>No workflow names it. Its credentials are gone for good.</Text>
      )}
      {isUsed && (
        <TextInput
          label={`Type ${connection.key} to delete it all the same`}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {failure && <FailureText>{failure}</FailureText>}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button
          color="red"
          onClick={onConfirm}
          loading={isBusy}
          disabled={isUsed && typed !== connection.key}
        >
          Delete
        </Button>
      </Group>
    </Stack>
  );
}
