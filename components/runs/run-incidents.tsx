import { Alert } from "@mantine/core";
import { IconBoltOff } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { tell } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { roles } from "@/db/enums/enums";
import type { RunView } from "@/server/runs/schema";
import { can, type Permission, roleTitles } from "@/server/workspaces/policy";
import type { StepName } from "./event-words";
import { IncidentForm } from "./incident-form";
import classes from "./incident-form.module.css";

/** Who may do something, for those who may not: *an admin, risk manager or senior analyst*. */
export function whoMay(permission: Permission): string {
  const titles = roles
    .filter((role) => can({ kind: "member", role }, permission))
    .map((role) => roleTitles[role].toLowerCase());
  return `an ${titles.slice(0, -1).join(", ")} or ${titles.at(-1)}`;
}

/** The run's incidents with what a permitted member can do about them; others read who can. */
export function RunIncidents({ run, nameOf }: { run: RunView; nameOf: StepName }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayResolve = useCan("runs.resolve");
  const resolve = useMutation(
    trpc.runs.resolve.mutationOptions({
      onSuccess: () => {
        tell("The run goes on.");
        return queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
      },
    }),
  );
  return run.incidents.map((incident) =>
    mayResolve ? (
      <IncidentForm
        key={incident.tokenId}
        incident={incident}
        title={nameOf(incident.node, incident.frame)}
        isSending={resolve.isPending}
        failure={
          resolve.error && resolve.variables?.tokenId === incident.tokenId
            ? failureOf(resolve.error)
            : undefined
        }
        onAnswer={(answer, reason) =>
          resolve.mutate({ runId: run.id, tokenId: incident.tokenId, answer, reason })
        }
      />
    ) : (
      <Alert
        key={incident.tokenId}
        variant="default"
        icon={<IconBoltOff size={18} aria-hidden />}
        title={`${nameOf(incident.node, incident.frame)} needs attention`}
        className={classes.incident ?? ""}
      >
        <p className={classes.what}>{incident.reason}</p>
        <p className={classes.what}>Your role reads only: {whoMay("runs.resolve")} can send the run on.</p>
      </Alert>
    ),
  );
}
