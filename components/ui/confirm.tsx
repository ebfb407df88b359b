"use client";

import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { FailureText } from "./failure-text";

interface ConfirmProps {
  opened: boolean;
  onClose: () => void;
  /** A question with its object: *Remove Lena Brandt?* */
  title: string;
  /** What will be lost. */
  children: ReactNode;
  /** The verb on the button. */
  verb: string;
  onConfirm: () => void;
  isBusy?: boolean;
  /** Why it did not work, as the server said it. */
  failure?: string | undefined;
  isDestructive?: boolean;
}

/** Asks before something that cannot simply be taken back. */
export function Confirm({
  opened,
  onClose,
  title,
  children,
  verb,
  onConfirm,
  isBusy = false,
  failure,
  isDestructive = true,
}: ConfirmProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={440}>
      <Stack gap="md">
        <div>{children}</div>
        {failure && <FailureText>{failure}</FailureText>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            onClick={onConfirm}
            loading={isBusy}
            {...(isDestructive ? { color: "red", variant: "filled" } : {})}
          >
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
