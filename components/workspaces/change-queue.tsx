"use client";

import { Button, Input, Modal, NumberInput, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { formatDuration } from "@/components/ui/format/words";
import { IconButton } from "@/components/ui/icon-button";
import { changeQueueInput, type QueueUse } from "@/server/workspaces/schema";
import { QueueUses } from "./queue-uses";
import type { QueueRow } from "./queues-table";
import css from "./settings.module.css";

interface ChangeQueueProps {
  queue: QueueRow | undefined;
  /** Who sends cases there; nothing while it is not known. */
  uses: readonly QueueUse[] | undefined;
  onClose: () => void;
  send: (input: z.output<typeof changeQueueInput>) => Promise<unknown>;
  onSent: () => void;
}

const HOUR_MS = 3_600_000;
const MOST_POINTS = 30;

/** Changes a queue's name, how soon its cases are due, and what reviewers tick off. */
export function ChangeQueue({ queue, uses, onClose, send, onSent }: ChangeQueueProps) {
  return (
    <Modal opened={queue !== undefined} onClose={onClose} title={queue?.title} size={560}>
      {queue && <ChangeQueueForm queue={queue} uses={uses} onClose={onClose} send={send} onSent={onSent} />}
    </Modal>
  );
}

function ChangeQueueForm({ queue, uses, onClose, send, onSent }: ChangeQueueProps & { queue: QueueRow }) {
  const { form, ...frame } = useServerForm({
    initialValues: {
      title: queue.title,
      slaHours: queue.slaHours as number | string,
      checklist: queue.checklist,
    },
    schema: changeQueueInput,
    toInput: (values) => ({
      ...values,
      key: queue.key,
      slaHours: values.slaHours === "" ? undefined : Number(values.slaHours),
    }),
    send,
    onSent,
  });
  const { checklist, slaHours } = form.getValues();
  const hours = Number(slaHours);
  return (
    <FormFrame {...frame} verb="Save" onCancel={onClose} isIdle={!form.isDirty()}>
      <TextInput label="Name" {...form.getInputProps("title")} />
      <NumberInput
        label="Cases are due after"
        description={`${hours >= 24 ? `That is ${formatDuration(hours * HOUR_MS)}. ` : ""}Cases that are open already keep their time.`}
        suffix=" hours"
        min={1}
        max={24 * 90}
        allowDecimal={false}
        {...form.getInputProps("slaHours")}
      />
      <Input.Wrapper
        label="Checklist"
        description="What reviewers tick off before they decide."
        labelElement="div"
      >
        <Stack gap="xs" mt={6}>
          {checklist.map((_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point has no name but its place
            <div key={at} className={css.point}>
              <TextInput aria-label={`Point ${at + 1}`} {...form.getInputProps(`checklist.${at}`)} />
              <IconButton
                label={`Remove point ${at + 1}`}
                icon={IconX}
                size={36}
                onClick={() => form.removeListItem("checklist", at)}
              />
            </div>
          ))}
          {checklist.length < MOST_POINTS && (
            <div>
              <Button
                variant="default"
                leftSection={<IconPlus size={16} aria-hidden />}
                onClick={() => form.insertListItem("checklist", "")}
              >
                Add a point
              </Button>
            </div>
          )}
        </Stack>
      </Input.Wrapper>
      <QueueUses uses={uses} />
    </FormFrame>
  );
}
