"use client";

import { Button, Group, Loader, Menu, Modal, Stack, TextInput } from "@mantine/core";
import {
  IconBookmark,
  IconDots,
  IconGitCompare,
  IconPencil,
  IconRestore,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { FailureState } from "@/components/ui/failure-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { IconButton } from "@/components/ui/icon-button";
import { tell, tellFailure } from "@/components/ui/tell";
import type { CheckpointRow } from "@/server/workflows/draft/schema";
import { changesHref } from "../changes-search";
import { RestoreDialog } from "../restore-dialog";
import css from "./checkpoints.module.css";
import type { Builder } from "./use-builder";

/** The states of the draft that were given a name: keep one more, look at one, come back to one. */
export function Checkpoints({ builder, onClose }: { builder: Builder; onClose: () => void }) {
  const { workflowId, isReadOnly } = builder;
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = useQuery(trpc.workflows.checkpoints.queryOptions({ workflowId }));
  const [title, setTitle] = useState("");
  const [restoring, setRestoring] = useState<CheckpointRow>();
  const refresh = () => client.invalidateQueries(trpc.workflows.checkpoints.pathFilter());
  const create = useMutation(trpc.workflows.createCheckpoint.mutationOptions({ onSettled: refresh }));
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    // What is on the screen is what is kept, not what was saved a moment ago.
    await builder.flush();
    create.mutate(
      { workflowId, title },
      {
        onSuccess: () => {
          setTitle("");
          tell("The draft was kept as a checkpoint");
        },
      },
    );
  };
  if (restoring)
    return (
      <Restore
        builder={builder}
        checkpoint={restoring}
        onClose={() => setRestoring(undefined)}
        onDone={onClose}
      />
    );
  return (
    <Modal opened onClose={onClose} title="Checkpoints" size={560}>
      <Stack gap="md">
        {!isReadOnly && (
          <form onSubmit={(event) => void keep(event)}>
            <Group align="flex-end" gap="xs" wrap="nowrap">
              <TextInput
                className={css.name}
                label="Keep the draft as it is now, under a name"
                value={title}
                maxLength={120}
                error={create.error && failureOf(create.error).message}
                onChange={(event) => {
                  create.reset();
                  setTitle(event.currentTarget.value);
                }}
              />
              <Button
                type="submit"
                leftSection={<IconBookmark size={16} aria-hidden />}
                loading={create.isPending}
                disabled={title.trim() === ""}
              >
                Keep
              </Button>
            </Group>
          </form>
        )}
        {query.error ? (
          <FailureState message={failureOf(query.error).message} onRetry={() => void query.refetch()} />
        ) : !query.data ? (
          <Loader size="sm" aria-label="Loading the checkpoints" />
        ) : query.data.length === 0 ? (
          <p className={css.quiet}>
            There are none yet. A checkpoint is a state of the draft one can come back to; it stays when the
            draft is published or discarded.
          </p>
        ) : (
          <ul className={css.list} aria-label="Checkpoints">
            {query.data.map((row) => (
              <Row
                key={row.id}
                row={row}
                workflowId={workflowId}
                isReadOnly={isReadOnly}
                onRestore={() => setRestoring(row)}
                onChanged={() => void refresh()}
              />
            ))}
          </ul>
        )}
      </Stack>
    </Modal>
  );
}

interface RowProps {
  row: CheckpointRow;
  workflowId: string;
  isReadOnly: boolean;
  onRestore: () => void;
  onChanged: () => void;
}

function Row({ row, workflowId, isReadOnly, onRestore, onChanged }: RowProps) {
  const trpc = useTRPC();
  const [name, setName] = useState<string>();
  const [isDeleting, setIsDeleting] = useState(false);
  const onError = (error: unknown) => tellFailure(failureOf(error).message);
  const rename = useMutation(
    trpc.workflows.renameCheckpoint.mutationOptions({ onError, onSettled: onChanged }),
  );
  const remove = useMutation(trpc.workflows.deleteCheckpoint.mutationOptions({ onSettled: onChanged }));
  const which = { workflowId, checkpointId: row.id };
  if (name !== undefined)
    return (
      <li className={css.row}>
        <form
          className={css.name}
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate({ ...which, title: name }, { onSuccess: () => setName(undefined) });
          }}
        >
          <Group gap="xs" wrap="nowrap">
            <TextInput
              className={css.name}
              aria-label={`New name of ${row.title}`}
              value={name}
              maxLength={120}
              data-autofocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" size="sm" loading={rename.isPending} disabled={name.trim() === ""}>
              Rename
            </Button>
            <Button size="sm" variant="default" onClick={() => setName(undefined)}>
              Cancel
            </Button>
          </Group>
        </form>
      </li>
    );
  return (
    <li className={css.row}>
      <span className={css.about}>
        <b>{row.title}</b>
        <span className={css.quiet}>
          {row.createdBy}, <DateTimeText at={row.createdAt} />
        </span>
      </span>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <IconButton label={`What to do with ${row.title}`} icon={IconDots} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            href={changesHref(workflowId, row.id, "draft")}
            leftSection={<IconGitCompare size={16} aria-hidden />}
          >
            What changed since
          </Menu.Item>
          {!isReadOnly && (
            <>
              <Menu.Item leftSection={<IconRestore size={16} aria-hidden />} onClick={onRestore}>
                Bring back
              </Menu.Item>
              <Menu.Item
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setName(row.title)}
              >
                Rename
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setIsDeleting(true)}
              >
                Delete
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={isDeleting}
        onClose={() => {
          setIsDeleting(false);
          remove.reset();
        }}
        title={`Delete the checkpoint “${row.title}”?`}
        verb="Delete"
        isBusy={remove.isPending}
        failure={remove.error ? failureOf(remove.error).message : undefined}
        onConfirm={() => remove.mutate(which)}
      >
        One can no longer come back to it. The draft itself stays as it is.
      </Confirm>
    </li>
  );
}

/** Its text is long, so it is asked for when it is wanted. */
function Restore({
  builder,
  checkpoint,
  onClose,
  onDone,
}: {
  builder: Builder;
  checkpoint: CheckpointRow;
  onClose: () => void;
  onDone: () => void;
}) {
  const trpc = useTRPC();
  const { workflowId, parts } = builder;
  const { id } = checkpoint;
  const query = useQuery(trpc.workflows.compare.queryOptions({ workflowId, from: id, to: id }));
  if (!query.data)
    return (
      <Modal opened onClose={onClose} title={`Bring back from “${checkpoint.title}”`}>
        {query.error ? (
          <FailureState message={failureOf(query.error).message} onRetry={() => void query.refetch()} />
        ) : (
          <Loader size="sm" aria-label="Loading the checkpoint" />
        )}
      </Modal>
    );
  return (
    <RestoreDialog
      draft={parts}
      from={query.data.from}
      onClose={onClose}
      onRestore={(restored, words) => {
        builder.edit(words, () => restored);
        tell(`${words}. Undo takes it back.`);
        onDone();
      }}
    />
  );
}
