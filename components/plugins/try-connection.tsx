"use client";

import { Button, Group } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useState } from "react";
import { type Failure, failureOf } from "@/components/trpc/failure";
import css from "./plugins.module.css";

export type Tried = { ok: true; label: string } | { ok: false; message: string };

interface TryConnectionProps {
  /** Asks with what is typed now; nothing is saved. */
  attempt: () => Promise<Tried>;
  /** Shows complaints at their fields. */
  onRefused: (failure: Failure) => void;
}

/** Tries what was typed before it is saved, and says in place how that went. */
export function TryConnection({ attempt, onRefused }: TryConnectionProps) {
  const [isTrying, setIsTrying] = useState(false);
  const [tried, setTried] = useState<Tried>();
  const start = async () => {
    setIsTrying(true);
    setTried(undefined);
    try {
      setTried(await attempt());
    } catch (error) {
      const failure = failureOf(error);
      onRefused(failure);
      setTried({ ok: false, message: failure.message });
    } finally {
      setIsTrying(false);
    }
  };
  return (
    <Group gap="xs" align="center">
      <Button variant="default" loading={isTrying} onClick={start}>
        Test before saving
      </Button>
      <span role="status" className={css.tried} data-ok={tried?.ok}>
        {tried &&
          (tried.ok ? (
            <>
              <IconCircleCheck size={16} aria-hidden /> It answered: {tried.label}
            </>
          ) : (
            <>
              <IconCircleX size={16} aria-hidden /> {tried.message}
            </>
          ))}
      </span>
    </Group>
  );
}
