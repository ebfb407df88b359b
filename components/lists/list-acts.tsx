"use client";

import { Button, Menu } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconDots, IconDownload, IconSettings } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import { tell, tellFailure } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import type { ListView } from "@/server/lists/schema";
import { ChangeList } from "./change-list";
import { ImportEntries } from "./import-entries";

/** What can be done about a list as a whole. */
export function ListActs({ list, refresh }: { list: ListView; refresh: () => void }) {
  const trpc = useTRPC();
  const canChange = useCan("lists.change");
  const canManage = useCan("lists.manage");
  const [open, setOpen] = useState<"import" | "settings" | "archive">();
  const change = useMutation(trpc.lists.change.mutationOptions({ onSuccess: refresh }));
  const archive = useMutation(
    trpc.lists.archive.mutationOptions({
      onSuccess: (_, { archived }) => {
        refresh();
        close();
        tell(archived ? "The list was archived" : "The list is in use again");
      },
      onError: (error, { archived }) => {
        if (!archived) tellFailure(failureOf(error).message);
      },
    }),
  );
  const close = () => setOpen(undefined);
  const isArchived = list.archivedAt !== null;
  return (
    <>
      {canChange && !isArchived && (
        <Button variant="default" onClick={() => setOpen("import")}>
          Import
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <IconButton label="More about this list" icon={IconDots} variant="default" size={34} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={`/api/lists/${list.key}/entries`}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            Export as CSV
          </Menu.Item>
          {canManage && !isArchived && (
            <>
              <Menu.Item
                leftSection={<IconSettings size={16} aria-hidden />}
                onClick={() => setOpen("settings")}
              >
                Settings
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArchive size={16} aria-hidden />}
                onClick={() => setOpen("archive")}
              >
                Archive
              </Menu.Item>
            </>
          )}
          {canManage && isArchived && (
            <Menu.Item
              leftSection={<IconArchiveOff size={16} aria-hidden />}
              onClick={() => archive.mutate({ key: list.key, archived: false })}
            >
              Bring back
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ImportEntries list={list} opened={open === "import"} onClose={close} onDone={refresh} />
      <ChangeList list={list} opened={open === "settings"} onClose={close} send={change.mutateAsync} />
      <Confirm
        opened={open === "archive"}
        onClose={close}
        title={`Archive “${list.title}”?`}
        verb="Archive"
        isDestructive={false}
        isBusy={archive.isPending}
        failure={archive.error ? failureOf(archive.error).message : undefined}
        onConfirm={() => archive.mutate({ key: list.key, archived: true })}
      >
        No rule can ask it any more, and nothing on it can be changed. Its entries and their history are kept,
        and it can be brought back.
      </Confirm>
    </>
  );
}
