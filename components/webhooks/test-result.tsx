import { Button, Group, Modal, Stack } from "@mantine/core";
import type { DeliveryDetail } from "@/server/webhooks/schema";
import { Attempts } from "./attempts";
import { DeliveryChip } from "./word-chip";

/** What the receiver answered to a test. */
export function TestResult({ result, onClose }: { result: DeliveryDetail | undefined; onClose: () => void }) {
  return (
    <Modal
      opened={result !== undefined}
      onClose={onClose}
      title={
        result?.state === "delivered"
          ? "The receiver accepted the test"
          : "The receiver did not accept the test"
      }
      size={560}
    >
      {result && (
        <Stack gap="sm">
          <div>
            <DeliveryChip state={result.state} failure={result.failure} />
          </div>
          <Attempts log={result.log} />
          <Group justify="flex-end">
            <Button onClick={onClose} data-autofocus>
              Close
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
