"use client";

import { Button, CopyButton, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import css from "./secret.module.css";

interface SecretProps {
  label: string;
  value: string;
  /** What to do with it before it is gone. */
  children: string;
}

/** A value that is shown once: it can be copied now and never again. */
export function Secret({ label, value, children }: SecretProps) {
  return (
    <Stack gap="xs">
      <Text>{children}</Text>
      <div className={css.line}>
        <TextInput
          label={label}
          value={value}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          classNames={{ input: css.value ?? "", root: css.field ?? "" }}
        />
        <CopyButton value={value} timeout={3000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="sm"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </div>
    </Stack>
  );
}
