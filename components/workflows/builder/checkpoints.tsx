"use client";

import { Button, Group, Loader, Menu, TextInput } from "@mantine/core";
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

import type { Builder } from "./use-builder";
import css from "./versions-panel.module.css";

/** The states of the draft that were given a name: keep one more, look at one, come back to one. */
export function Checkpoints({
  builder,
  onRestore,
}: {
  builder: Builder;
  /** Undefined where the draft can only be read. */
  onRestore: ((what: { from: string; title: string }) => void) | undefined;
}) {
  const { workflowId, isReadOnly } = builder;
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = useQuery(trpc.workflows.checkpoints.queryOptions({ workflowId }));
  const refresh = () => client.invalidateQueries(trpc.workflows.checkpoints.pathFilter());
  return (
    <section aria-labelledby="checkpoints">
      <header className={css.head}>
        <h2 id="checkpoints">Checkpoints</h2>
      </header>
      {!isReadOnly && <KeepForm builder={builder} onKept={() => void refresh()} />}
      {query.error ? (
        <FailureState message={failureOf(query.error).message} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <div className={css.waiting}>
          <Loader size="sm" aria-label="Loading the checkpoints" />
        </div>
      ) : query.data.length === 0 ? (
        <p className={`${css.quiet} ${css.empty}`}>
          None yet. A checkpoint is a state of the draft one can come back to; it stays when the draft is
          published or discarded.
        </p>
      ) : (
        <ul className={css.list} aria-label="Checkpoints">
          {query.data.map((row) => (
            <Row
              key={row.id}
              row={row}
              workflowId={workflowId}
              isReadOnly={isReadOnly}
              onRestore={onRestore && (() => onRestore({ from: row.id, title: `“${row.title}”` }))}
              onChanged={() => void refresh()}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function KeepForm({ builder, onKept }: { builder: Builder; onKept: () => void }) {
  const trpc = useTRPC();
  const [title, setTitle] = useState("");
  const create = useMutation(trpc.workflows.createCheckpoint.mutationOptions({ onSettled: onKept }));
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    // What is on the screen is what is kept, not what was saved a moment ago.
    if (!(await builder.flush())) {
      tellFailure("Some changes are not saved yet. Keep the draft when they are.");
      return;
    }
    create.mutate(
      { workflowId: builder.workflowId, title },
      {
        onSuccess: () => {
          setTitle("");
          tell("The draft was kept as a checkpoint");
        },
      },
    );
  };
  return (
    <form className={css.form} onSubmit={(event) => void keep(event)}>
      <TextInput
        size="xs"
        aria-label="Name of a new checkpoint"
        placeholder="Keep the draft as it is now, as …"
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
        size="xs"
        variant="default"
        leftSection={<IconBookmark size={14} aria-hidden />}
        loading={create.isPending}
        disabled={title.trim() === ""}
      >
        Keep
      </Button>
    </form>
  );
}

interface RowProps {
  row: CheckpointRow;
  workflowId: string;
  isReadOnly: boolean;
  onRestore: (() => void) | undefined;
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
          className={css.what}
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate({ ...which, title: name }, { onSuccess: () => setName(undefined) });
          }}
        >
          <Group gap="xs" wrap="nowrap">
            <TextInput
              size="xs"
              style={{ flex: 1 }}
              aria-label={`New name of ${row.title}`}
              value={name}
              maxLength={120}
              data-autofocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" size="xs" loading={rename.isPending} disabled={name.trim() === ""}>
              Rename
            </Button>
            <Button size="xs" variant="default" onClick={() => setName(undefined)}>
              Cancel
            </Button>
          </Group>
        </form>
      </li>
    );
  return (
    <li className={css.row}>
      <span className={css.what}>
        <span>{row.title}</span>
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
          {!isReadOnly && onRestore && (
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
