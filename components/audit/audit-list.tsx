"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { pagedStateOf } from "@/components/trpc/list-state";
import { given } from "@/components/ui/given";
import type { AuditEntryView } from "@/server/audit/schema";
import { AuditEntry } from "./audit-entry";
import { AuditFilters } from "./audit-filters";
import { AuditTable } from "./audit-table";
import { auditParams } from "./search-params";
import { VerifyPanel } from "./verify-panel";

/** Who did what to what, and the proof that nothing was altered since. */
export function AuditList() {
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(auditParams, { history: "push" });
  const [opened, setOpened] = useState<AuditEntryView>();
  const entries = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(given(filters), { getNextPageParam: (page) => page.nextCursor }),
  );
  // It walks everything: only when asked.
  const verification = useQuery({ ...trpc.audit.verify.queryOptions(), enabled: false, retry: false });
  const isFiltered = Object.values(filters).some((value) => value !== null);
  const actorName =
    entries.data?.pages[0]?.data.find((entry) => entry.actor.id === filters.actorId)?.actor.name ?? null;
  return (
    <PageFrame title="Audit" note="Every change, in chains that show an alteration">
      <VerifyPanel
        verification={verification.data}
        checkedAt={verification.dataUpdatedAt || undefined}
        failure={verification.error ? failureOf(verification.error).message : undefined}
        isVerifying={verification.isFetching}
        onVerify={() => verification.refetch()}
      />
      <AuditFilters filters={filters} actorName={actorName} onChange={(change) => void setFilters(change)} />
      <AuditTable
        state={pagedStateOf(entries)}
        onOpen={setOpened}
        clearFilters={isFiltered ? () => void setFilters(null) : undefined}
      />
      <AuditEntry
        entry={opened}
        onClose={() => setOpened(undefined)}
        onFilter={(change) => {
          setOpened(undefined);
          void setFilters({ action: null, subjectKind: null, subjectId: null, actorId: null, ...change });
        }}
      />
    </PageFrame>
  );
}
