"use client";

import { Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { PageFrame } from "@/components/shell/page-frame";
import { Views } from "@/components/table/views";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { ChangesView } from "./changes-view";
import { EntriesView } from "./entries-view";
import { listKindTitles } from "./kind-words";
import { ListActs } from "./list-acts";
import { countWords } from "./list-words";
import css from "./lists.module.css";
import { listParams, type listTabs } from "./search-params";
import { UsesView } from "./uses-view";

/** One list: its entries, what waits, what happened, and who asks it. */
export function ListPage({ listKey }: { listKey: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [{ tab }, setParams] = useQueryStates(listParams, { history: "push" });
  const list = useQuery(trpc.lists.get.queryOptions({ key: listKey }));
  const refresh = () => void client.invalidateQueries(trpc.lists.pathFilter());
  const { data } = list;
  const title = data?.title ?? "List";
  if (!data)
    return (
      <PageFrame title={title} crumbs={[{ title }]}>
        {list.error ? (
          <FailureState {...failureOf(list.error)} onRetry={() => list.refetch()} />
        ) : (
          <Skeleton height={320} />
        )}
      </PageFrame>
    );
  const showsWaiting = data.needsApproval || data.waiting > 0;
  const titles: Record<string, string> = {
    entries: "Entries",
    ...(showsWaiting && { waiting: "To approve" }),
    ...{ history: "History", uses: "Asked by" },
  };
  const note = [
    listKindTitles[data.kind].title,
    `${countWords(data.entries)} counting`,
    ...(data.archivedAt ? ["archived"] : []),
  ].join(" · ");
  return (
    <PageFrame
      title={title}
      note={note}
      crumbs={[{ title }]}
      actions={<ListActs list={data} refresh={refresh} />}
      bar={
        <Views
          titles={titles}
          view={tab as string}
          counts={{
            ...(data.waiting > 0 && { waiting: data.waiting }),
            ...(data.workflows > 0 && { uses: data.workflows }),
          }}
          onView={(next) =>
            void setParams({
              tab: next as (typeof listTabs)[number],
              ...{ state: null, search: null, entry: null },
            })
          }
        />
      }
    >
      <div className={css.stack}>
        {data.description && <p className={css.quiet}>{data.description}</p>}
        {tab === "entries" && <EntriesView list={data} refresh={refresh} />}
        {(tab === "waiting" || tab === "history") && (
          <ChangesView key={tab} list={data} isWaiting={tab === "waiting"} refresh={refresh} />
        )}
        {tab === "uses" && <UsesView list={data} />}
      </div>
    </PageFrame>
  );
}
