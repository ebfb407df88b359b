"use client";

import { Button } from "@mantine/core";
import { IconBoltOff, IconRefresh } from "@tabler/icons-react";
import { Id } from "./format/id";
import css from "./state.module.css";

interface FailureStateProps {
  /** What happened and what to do, as the server said it. */
  message: string;
  /** What to quote when asking for help. */
  reference?: string | undefined;
  onRetry?: (() => void) | undefined;
  isRetrying?: boolean;
}

/** Something could not be shown: what, the reference, and trying again. */
export function FailureState({ message, reference, onRetry, isRetrying = false }: FailureStateProps) {
  return (
    <div className={css.state} role="alert">
      <IconBoltOff size={28} stroke={1.4} aria-hidden className={css.incident} />
      <p className={css.title}>This could not be shown</p>
      <p className={css.text}>{message}</p>
      {reference && (
        <p className={css.text}>
          Reference <Id value={reference} />
        </p>
      )}
      {onRetry && (
        <div className={css.action}>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={onRetry}
            loading={isRetrying}
          >
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
