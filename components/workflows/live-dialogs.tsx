"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { cancelPlanInput, planLiveInput, versionChangeInput } from "@/server/workflows/rollout/schema";
import { type ActPart, done } from "./act-part";
import { ReasonDialog } from "./reason-dialog";
import { instantOf, WhenField } from "./when-field";

export function MakeLive({ version, ...part }: ActPart & { version: number }) {
  const trpc = useTRPC();
  const { id, liveVersion } = part.view.workflow;
  const send = useMutation(trpc.workflows.makeLive.mutationOptions());
  const isBack = liveVersion !== null && version < liveVersion;
  return (
    <ReasonDialog
      title={isBack ? `Go back to version ${version}?` : `Make version ${version} live?`}
      verb={isBack ? "Go back" : "Make live"}
      schema={versionChangeInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: id, version, reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, `Version ${version} is live`)}
    >
      New runs begin with version {version} from this moment. Runs that are under way stay with the version
      they began with.
    </ReasonDialog>
  );
}

export function PlanLive({ version, ...part }: ActPart & { version: number }) {
  const trpc = useTRPC();
  const { id } = part.view.workflow;
  const send = useMutation(trpc.workflows.planLive.mutationOptions());
  return (
    <ReasonDialog
      title={`Make version ${version} live later`}
      verb="Plan it"
      schema={planLiveInput}
      initialValues={{ reason: "", at: "" }}
      toInput={({ reason, at }) => ({ workflowId: id, version, reason, at: instantOf(at) })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, `Version ${version} becomes live by itself`)}
      fields={(form) => <WhenField {...form.getInputProps("at")} />}
    >
      It becomes live by itself at that time. Until then anybody who may publish can cancel the plan.
    </ReasonDialog>
  );
}

export function CancelPlan({ planId, version, ...part }: ActPart & { planId: string; version: number }) {
  const trpc = useTRPC();
  const { id } = part.view.workflow;
  const send = useMutation(trpc.workflows.cancelPlan.mutationOptions());
  return (
    <ReasonDialog
      title={`Cancel that version ${version} becomes live?`}
      verb="Cancel the plan"
      schema={cancelPlanInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: id, planId, reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, "The plan was cancelled")}
    >
      The version stays as it is and can be planned again.
    </ReasonDialog>
  );
}
