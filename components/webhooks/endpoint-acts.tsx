"use client";

import { Button, Menu } from "@mantine/core";
import { IconDots, IconKey, IconPencil, IconPlayerPause, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import { tell, tellFailure } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import type { DeliveryDetail, EndpointView } from "@/server/webhooks/schema";
import { ChangeEndpoint } from "./change-endpoint";
import { ResumeEndpoint } from "./resume-endpoint";
import { RotateSecret } from "./rotate-secret";
import { TestResult } from "./test-result";

type Open = "change" | "rotate" | "pause" | "resume" | "delete";

/** What can be done about an endpoint, for those who may. */
export function EndpointActs({ endpoint }: { endpoint: EndpointView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const canChange = useCan("webhooks.change");
  const [open, setOpen] = useState<Open>();
  const [tested, setTested] = useState<DeliveryDetail>();
  const refresh = () => client.invalidateQueries(trpc.webhooks.pathFilter());
  const change = useMutation(trpc.webhooks.change.mutationOptions({ onSuccess: refresh }));
  const rotate = useMutation(trpc.webhooks.rotateSecret.mutationOptions({ onSuccess: refresh }));
  const pause = useMutation(trpc.webhooks.pause.mutationOptions({ onSuccess: refresh }));
  const resume = useMutation(trpc.webhooks.resume.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.webhooks.delete.mutationOptions());
  const test = useMutation(
    trpc.webhooks.test.mutationOptions({
      onSettled: refresh,
      onSuccess: setTested,
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  if (!canChange) return null;
  const { id: endpointId, counts } = endpoint;
  const isPaused = endpoint.state === "paused";
  const close = () => setOpen(undefined);
  return (
    <>
      {isPaused ? (
        <Button onClick={() => setOpen("resume")}>Resume</Button>
      ) : (
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ endpointId })}>
          Send a test
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <IconButton label="More about this endpoint" icon={IconDots} variant="default" size={34} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setOpen("change")}>
            Change
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setOpen("rotate")}>
            Rotate the secret
          </Menu.Item>
          {!isPaused && (
            <Menu.Item
              leftSection={<IconPlayerPause size={16} aria-hidden />}
              onClick={() => setOpen("pause")}
            >
              Pause
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setOpen("delete")}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ChangeEndpoint
        endpoint={endpoint}
        opened={open === "change"}
        onClose={close}
        send={change.mutateAsync}
      />
      <RotateSecret
        opened={open === "rotate"}
        onClose={close}
        send={() => rotate.mutateAsync({ endpointId })}
      />
      <ResumeEndpoint
        held={counts.held}
        opened={open === "resume"}
        onClose={close}
        send={(held) => resume.mutateAsync({ endpointId, held })}
      />
      <Confirm
        opened={open === "pause"}
        onClose={close}
        title="Pause this endpoint?"
        verb="Pause"
        isDestructive={false}
        isBusy={pause.isPending}
        failure={pause.error ? failureOf(pause.error).message : undefined}
        onConfirm={() => pause.mutate({ endpointId }, { onSuccess: close })}
      >
        Nothing is sent until somebody resumes it. What waits, and what happens meanwhile, is held and can be
        sent then.
      </Confirm>
      <Confirm
        opened={open === "delete"}
        onClose={close}
        title="Delete this endpoint?"
        verb="Delete"
        isBusy={remove.isPending}
        failure={remove.error ? failureOf(remove.error).message : undefined}
        onConfirm={() =>
          remove.mutate(
            { endpointId },
            {
              onSuccess: async () => {
                tell("The endpoint was deleted");
                router.push("/settings/webhooks");
                client.removeQueries(trpc.webhooks.get.queryFilter({ endpointId }));
                await client.invalidateQueries(trpc.webhooks.list.queryFilter());
              },
            },
          )
        }
      >
        Its secret and its log are gone for good, and {counts.pending + counts.held} deliveries that wait are
        not sent. To stop for a while, pause it instead.
      </Confirm>
      <TestResult result={tested} onClose={() => setTested(undefined)} />
    </>
  );
}
