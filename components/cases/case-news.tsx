import { Alert, Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import type { CaseView } from "@/server/cases/schema";

/** What others did to the case since the member last looked; their own doing is no news. */
export function useCaseNews(view: CaseView, memberName: string) {
  const [seen, setSeen] = useState({ revision: view.revision, latest: view.activity[0]?.id });
  const until = view.activity.findIndex((item) => item.id === seen.latest);
  const since = view.activity.slice(0, until < 0 ? 0 : until).filter((item) => item.actor !== memberName);
  const isNews = view.revision !== seen.revision && since.length > 0;
  const look = () => setSeen({ revision: view.revision, latest: view.activity[0]?.id });
  if (view.revision !== seen.revision && !isNews) look();
  return { news: isNews ? since : [], look };
}

/** Says that the evidence below is newer than what was read. */
export function CaseNews({ news, onSeen }: { news: CaseView["activity"]; onSeen: () => void }) {
  if (news.length === 0) return null;
  return (
    <Alert
      role="status"
      color="gray"
      icon={<IconRefresh aria-hidden />}
      title="This case changed while you looked at it"
    >
      {news.map((item) => (
        <div key={item.id}>{item.text}</div>
      ))}
      <Button variant="default" size="compact-sm" mt={8} onClick={onSeen}>
        Seen
      </Button>
    </Alert>
  );
}
