"use client";

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { failureOf } from "@/components/trpc/failure";
import { FailureText } from "@/components/ui/failure-text";
import { DateTimeText } from "@/components/ui/format/moment";
import { Secret } from "@/components/ui/secret";
import { OVERLAP_HOURS } from "@/server/webhooks/policy";

interface Rotated {
  secret: string;
  oldUntil: Date;
}

interface RotateSecretProps {
  opened: boolean;
  onClose: () => void;
  send: () => Promise<Rotated>;
}

/** Makes a new secret and shows it once. Both sign for a day, and the dialog says so before and after. */
export function RotateSecret({ opened, onClose, send }: RotateSecretProps) {
  const [made, setMade] = useState<Rotated>();
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const close = () => {
    onClose();
    setMade(undefined);
    setFailure(undefined);
  };
  const rotate = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      setMade(await send());
    } catch (error) {
      setFailure(failureOf(error).message);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={made ? "The new secret" : "Rotate the signing secret?"}
      size={520}
      closeOnClickOutside={!made}
    >
      {made ? (
        <Stack gap="md">
          <Secret label="The new signing secret" value={made.secret}>
            Give this secret to the receiver. It is shown only now.
          </Secret>
          <Text>
            Both secrets sign until <DateTimeText at={made.oldUntil} />. The receiver may verify with either
            until then.
          </Text>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="md">
          <Text>
            A new secret is made and shown once. For {OVERLAP_HOURS} hours every request carries two
            signatures, one of each secret, so nothing is refused while the receiver is changed. A secret that
            is already running out ends now.
          </Text>
          {failure && <FailureText>{failure}</FailureText>}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} data-autofocus>
              Cancel
            </Button>
            <Button onClick={rotate} loading={isBusy}>
              Rotate
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
