import { useLocalStorage } from "@mantine/hooks";
import { IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useCrumbs } from "@/components/shell/crumbs";
import { useTRPC } from "@/components/trpc/client";
import { IconButton } from "@/components/ui/icon-button";
import { useCan, useMember } from "@/components/workspaces/member";
import { caseName, isClosed } from "@/server/cases/policy";
import type { CaseView } from "@/server/cases/schema";
import { CaseDecision } from "./case-decision";
import { CaseEvidence } from "./case-evidence";
import { CaseHeader } from "./case-header";
import { CaseNews, useCaseNews } from "./case-news";
import layout from "./case-page.module.css";
import { QueueColumn } from "./queue-column";
import { useCaseActs } from "./use-case-acts";
import { useCaseList } from "./use-case-list";
import { useDraft } from "./use-draft";

/** The desk: the list the case came from, its evidence, and the decision. */
export function CaseDesk({ view }: { view: CaseView }) {
  const trpc = useTRPC();
  const member = useMember();
  const canAssign = useCan("cases.assign");
  const [isListHidden, setIsListHidden] = useLocalStorage({
    key: "gh-case-list-hidden",
    defaultValue: false,
  });
  const people = useQuery(trpc.cases.assignees.queryOptions());
  const list = useCaseList(view.id, canAssign);
  const desk = useDraft(member.id, view.id);
  const { assign } = useCaseActs(view, desk);
  const { news, look } = useCaseNews(view, member.name);
  useCrumbs([
    { title: view.queue.title, href: `/cases?queue=${encodeURIComponent(view.queue.key)}` },
    { title: caseName(view.number) },
  ]);
  const isAsking =
    !isClosed(view.status) && view.status !== "waiting_for_applicant" && view.may.send_back?.allowed === true;
  return (
    <div className={layout.page}>
      {isListHidden ? (
        <div className={layout.reopen}>
          <IconButton
            icon={IconLayoutSidebarLeftExpand}
            label="Show the list"
            onClick={() => setIsListHidden(false)}
          />
        </div>
      ) : (
        <QueueColumn
          rows={list.rows}
          total={list.total}
          currentId={view.id}
          hrefOf={list.hrefOf}
          onCollapse={() => setIsListHidden(true)}
        />
      )}
      <CaseEvidence
        view={view}
        news={<CaseNews news={news} onSeen={look} />}
        asking={{ isOpen: isAsking, has: desk.hasItem, toggle: desk.toggleItem }}
        header={
          <CaseHeader
            view={view}
            people={people.data ?? []}
            onAssign={canAssign ? (memberId) => assign.mutate({ caseId: view.id, memberId }) : undefined}
          />
        }
      />
      <CaseDecision view={view} desk={desk} onNext={canAssign ? list.takeNext : undefined} />
    </div>
  );
}
