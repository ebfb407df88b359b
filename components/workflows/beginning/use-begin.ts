"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "@/components/trpc/client";
import { tell } from "@/components/ui/tell";
import type { Beginning } from "@/server/workflows/beginnings/policy";

/** Makes the workflow and goes to where it is built. */
export function useBegin() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const create = useMutation(trpc.workflows.create.mutationOptions());
  return async ({ document, editor }: Beginning) => {
    const { id } = await create.mutateAsync({ document: { ...document }, editor: { ...editor } });
    void client.invalidateQueries(trpc.workflows.pathFilter());
    tell(`“${document.title}” was made`);
    router.push(`/workflows/${id}/edit?guide=first`);
  };
}
