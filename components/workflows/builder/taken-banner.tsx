import { Alert, Button, Group } from "@mantine/core";

/** What is said while this window may only read. */
export function TakenBanner({ title, onTake }: { title: string; onTake: () => void }) {
  return (
    <Alert color="gray" title={title} role="status" radius={0}>
      <Group justify="space-between">
        <span>You can read it here. Take it over to change it; nothing can then be saved elsewhere.</span>
        <Button size="xs" variant="default" onClick={onTake}>
          Take over
        </Button>
      </Group>
    </Alert>
  );
}
