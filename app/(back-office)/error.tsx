"use client";

import { FailureState } from "@/components/ui/failure-state";

/** A page failed while it was drawn; the frame around it still stands. */
export default function BackOfficeError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <FailureState
      message="Nothing was lost. Try again; if it stays like this, tell your admin the reference."
      reference={error.digest}
      onRetry={reset}
    />
  );
}
