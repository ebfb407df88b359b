"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { listStateOf } from "@/components/trpc/list-state";
import { Panel } from "@/components/ui/panel";
import { tell, tellFailure } from "@/components/ui/tell";
import { roleTitles } from "@/server/workspaces/policy";
import { ChangePassword } from "./change-password";
import { useMember } from "./member";
import { SessionsTable } from "./sessions-table";
import css from "./settings.module.css";

/** What belongs to the person, not to the workspace: their password and their browsers. */
export function AccountSettings() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const me = useMember();
  const sessions = useQuery(trpc.sessions.mine.queryOptions());
  const refresh = () => client.invalidateQueries(trpc.sessions.mine.pathFilter());
  const changePassword = useMutation(trpc.members.changePassword.mutationOptions({ onSuccess: refresh }));
  const end = useMutation(
    trpc.sessions.endMine.mutationOptions({
      onSettled: refresh,
      onSuccess: () => tell("The session was ended"),
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  return (
    <PageFrame title="Your account" width="form" crumbs={[{ title: "Your account" }]}>
      <div className={css.stack}>
        <Panel title="Who you are here">
          <dl className={css.facts}>
            <dt>Name</dt>
            <dd>{me.name}</dd>
            <dt>E-mail</dt>
            <dd>{me.email}</dd>
            <dt>Role</dt>
            <dd>{roleTitles[me.role]}</dd>
          </dl>
        </Panel>
        <Panel title="Password">
          <ChangePassword send={changePassword.mutateAsync} />
        </Panel>
        <Panel title="Where you are signed in" flush>
          <SessionsTable
            state={listStateOf(sessions)}
            isOwn
            onEnd={(session) => end.mutate({ sessionId: session.id })}
          />
        </Panel>
      </div>
    </PageFrame>
  );
}
