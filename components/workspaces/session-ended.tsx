"use client";

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useSessionEnded } from "@/components/trpc/use-session-ended";

/** The session ended while somebody worked: they sign in beside this page, and what they typed stays. */
export function SessionEnded() {
  const { hasEnded, goOn } = useSessionEnded();
  return (
    <Modal opened={hasEnded} onClose={goOn} title="Your session has ended" size={440} withCloseButton={false}>
      <Stack gap="md">
        <Text>
          Sign in again in a new tab, then come back and go on. What you typed on this page stays here.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={goOn}>
            Go on
          </Button>
          <Button component="a" href="/sign-in" target="_blank" rel="opener" data-autofocus>
            Sign in in a new tab
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
