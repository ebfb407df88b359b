"use client";

import { Failed } from "@/components/collection/failed";
import { Frame } from "@/components/collection/frame";

export default function ApplicationError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Frame locale="en">
      <Failed reference={error.digest} onRetry={reset} />
    </Frame>
  );
}
