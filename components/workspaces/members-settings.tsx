"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { listStateOf } from "@/components/trpc/list-state";
import { Confirm } from "@/components/ui/confirm";
import { tell, tellFailure } from "@/components/ui/tell";
import type { Role } from "@/db/enums/enums";
import { roleTitles } from "@/server/workspaces/policy";
import { AddMember } from "./add-member";
import { useCan, useMember } from "./member";
import { type MemberRow, MembersTable } from "./members-table";

/** Who belongs to the workspace and what each may do. */
export function MembersSettings() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const me = useMember();
  const canChange = useCan("members.change");
  const members = useQuery(trpc.members.list.queryOptions());
  const refresh = () => client.invalidateQueries(trpc.members.list.pathFilter());
  const add = useMutation(trpc.members.add.mutationOptions({ onSuccess: refresh }));
  const changeRole = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSettled: refresh,
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  const remove = useMutation(trpc.members.remove.mutationOptions({ onSettled: refresh }));
  const [isAdding, setIsAdding] = useState(false);
  const [leaving, setLeaving] = useState<MemberRow>();
  const [stepping, setStepping] = useState<Role>();

  const giveRole = (member: MemberRow, role: Role) => {
    if (member.id === me.id) setStepping(role);
    else
      changeRole.mutate(
        { memberId: member.id, role },
        { onSuccess: () => tell(`${member.name} is now ${roleTitles[role].toLowerCase()}`) },
      );
  };

  return (
    <PageFrame
      title="Members"
      crumbs={[{ title: "Members" }]}
      actions={canChange && <Button onClick={() => setIsAdding(true)}>Add a member</Button>}
    >
      <MembersTable
        state={listStateOf(members)}
        myId={me.id}
        canChange={canChange}
        onRole={giveRole}
        onRemove={setLeaving}
      />
      <AddMember opened={isAdding} onClose={() => setIsAdding(false)} send={add.mutateAsync} />
      <Confirm
        opened={leaving !== undefined}
        onClose={() => {
          setLeaving(undefined);
          remove.reset();
        }}
        title={`Remove ${leaving?.name ?? ""}?`}
        verb="Remove"
        isBusy={remove.isPending}
        failure={remove.error ? failureOf(remove.error).message : undefined}
        onConfirm={() =>
          leaving &&
          remove.mutate(
            { memberId: leaving.id },
            {
              onSuccess: () => {
                tell(`${leaving.name} was removed`);
                setLeaving(undefined);
              },
            },
          )
        }
      >
        They are signed out at once and can no longer open this workspace. What they did stays on record under
        their name.
      </Confirm>
      <Confirm
        opened={stepping !== undefined}
        onClose={() => setStepping(undefined)}
        title="Change your own role?"
        verb="Change my role"
        isBusy={changeRole.isPending}
        onConfirm={() =>
          stepping &&
          changeRole.mutate(
            { memberId: me.id, role: stepping },
            // The rail and every door depend on it.
            { onSuccess: () => window.location.reload(), onSettled: () => setStepping(undefined) },
          )
        }
      >
        As {stepping && roleTitles[stepping].toLowerCase()} you may not be able to take this back yourself.
      </Confirm>
    </PageFrame>
  );
}
