"use client";

import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { newKey } from "@/components/ui/new-key";
import type { LeaseView } from "@/server/workflows/draft/schema";

const AGAIN_MS = 20_000;

/** Names this window: two of one person do not edit one draft. */
function windowId(): string {
  const known = sessionStorage.getItem("gh-window");
  const id = known ?? newKey();
  sessionStorage.setItem("gh-window", id);
  return id;
}

/** Holds the draft as long as the window is open; says who does otherwise. */
export function useDraftLease(workflowId: string, mayEdit: boolean) {
  const trpc = useTRPC();
  const [device, setDevice] = useState<string>();
  const [lease, setLease] = useState<LeaseView>();
  const { mutate: hold } = useMutation(
    trpc.workflows.holdDraft.mutationOptions({ onSuccess: (next) => setLease(next) }),
  );
  const takeOver = useMutation(
    trpc.workflows.takeOverDraft.mutationOptions({ onSuccess: (next) => setLease(next) }),
  );
  const { mutate: release } = useMutation(trpc.workflows.releaseDraft.mutationOptions());
  useEffect(() => setDevice(windowId()), []);
  useEffect(() => {
    if (!mayEdit || device === undefined) return;
    hold({ workflowId, device });
    const again = setInterval(() => hold({ workflowId, device }), AGAIN_MS);
    return () => {
      clearInterval(again);
      release({ workflowId, device });
    };
  }, [workflowId, device, mayEdit, hold, release]);
  const { mutateAsync } = takeOver;
  const take = useCallback(
    () => (device === undefined ? Promise.resolve(undefined) : mutateAsync({ workflowId, device })),
    [workflowId, device, mutateAsync],
  );
  return { device, lease, isMine: lease?.isMine === true, takeOver: take };
}
