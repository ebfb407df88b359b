import { Text } from "@mantine/core";
import type { ReactNode } from "react";

/** Why it did not work, as the server said it, beside the button that was pressed. */
export function FailureText({ children }: { children: ReactNode }) {
  return (
    <Text role="alert" c="var(--gh-decline)">
      {children}
    </Text>
  );
}
