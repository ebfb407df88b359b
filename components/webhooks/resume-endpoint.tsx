"use client";

import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { failureOf } from "@/components/trpc/failure";
import { FailureText } from "@/components/ui/failure-text";
import { formatCount } from "@/components/ui/format/words";
import { tell } from "@/components/ui/tell";

interface ResumeEndpointProps {
  /** Deliveries that were held while it was paused. */
  held: number;
  opened: boolean;
  onClose: () => void;
  send: (held: "send" | "skip") => Promise<unknown>;
}

/** Sends again, and asks what becomes of what was held meanwhile. */
export function ResumeEndpoint({ held, opened, onClose, send }: ResumeEndpointProps) {
  const [choice, setChoice] = useState<"send" | "skip">("send");
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const resume = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      await send(choice);
      tell("The endpoint is active again");
      onClose();
    } catch (error) {
      setFailure(failureOf(error).message);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Resume this endpoint?" size={480}>
      <Stack gap="md">
        {held > 0 ? (
          <Radio.Group
            label={`${formatCount(held, "delivery was", "deliveries were")} held meanwhile`}
            value={choice}
            onChange={(value) => setChoice(value as "send" | "skip")}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="send" label="Send them now" />
              <Radio
                value="skip"
                label="Leave them unsent"
                description="They stay in the log and can be sent one by one."
              />
            </Stack>
          </Radio.Group>
        ) : (
          <Text>What happens from now on is sent. Nothing was held meanwhile.</Text>
        )}
        {failure && <FailureText>{failure}</FailureText>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={resume} loading={isBusy}>
            Resume
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
