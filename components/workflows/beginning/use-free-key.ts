"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { keyOf } from "@/server/workflows/beginnings/policy";
import { key as keySchema } from "@/server/workflows/schema";

const PAUSE_MS = 250;

export interface KeyStanding {
  /** What the field shows: what was typed, or what follows from the name and is free. */
  key: string;
  /** Why it cannot be taken. */
  error: string | undefined;
}

/** The key of a workflow as it is being named. As long as nobody types one, it follows the name to one that is free. */
export function useFreeKey(title: string, typed: string | null): KeyStanding {
  const trpc = useTRPC();
  const wanted = typed ?? keyOf(title);
  const [asked] = useDebouncedValue(wanted, PAUSE_MS);
  const isKey = keySchema.safeParse(asked).success;
  const { data } = useQuery(trpc.workflows.freeKey.queryOptions({ key: asked }, { enabled: isKey }));
  const known = asked === wanted && isKey ? data : undefined;
  if (typed === null) return { key: known?.free ?? wanted, error: undefined };
  return {
    key: typed,
    error:
      known && !known.isFree ? `There is a workflow “${typed}” already. “${known.free}” is free.` : undefined,
  };
}
