import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import type { Tone } from "@/components/ui/status-chip";
import { useCan } from "@/components/workspaces/member";
import type { RunStep, RunView } from "@/server/runs/schema";
import { IncidentForm } from "./incident-form";
import { RunStory } from "./run-story";

/** A run's story with what a permitted member can do about its incidents. */
export function RunInspector(props: {
  run: RunView;
  titleOf: (node: string) => string;
  sentenceOf: (step: RunStep) => string | null;
  outcome: { title: string; tone: Tone } | null;
  selected: string | null;
  onSelect: (node: string) => void;
  onLeave: () => void;
}) {
  const { run, titleOf } = props;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayResolve = useCan("runs.resolve");
  const resolve = useMutation(
    trpc.runs.resolve.mutationOptions({
      onSuccess: () => {
        notifications.show({ message: "The run goes on." });
        return queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
      },
    }),
  );
  return (
    <RunStory
      {...props}
      incidents={
        mayResolve &&
        run.incidents.map((incident) => (
          <IncidentForm
            key={incident.tokenId}
            incident={incident}
            title={titleOf(incident.node)}
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
        ))
      }
    />
  );
}
