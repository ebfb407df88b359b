import { Anchor } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata: Metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <main>
      <EmptyState
        title="There is nothing at this address"
        icon={IconMapOff}
        action={<Anchor href="/">Go to the start page</Anchor>}
      >
        It may have been removed, or it belongs to another workspace.
      </EmptyState>
    </main>
  );
}
