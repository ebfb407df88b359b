"use client";

import { SegmentedControl } from "@mantine/core";
import { IconSitemap } from "@tabler/icons-react";
import { useQueryStates } from "nuqs";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { useCan } from "@/components/workspaces/member";
import { BeginEmpty } from "./begin-empty";
import { BeginFromBallerine } from "./begin-from-ballerine";
import { BeginFromFile } from "./begin-from-file";
import { BeginFromTemplate } from "./begin-from-template";
import css from "./beginning.module.css";
import { beginningSearch, type WayToBegin } from "./search-params";

const titles: Record<WayToBegin, string> = {
  template: "A template",
  empty: "Empty",
  file: "A file",
  ballerine: "Ballerine",
};

/** A new workflow: from a policy that is there, from nothing, or from another place. */
export function NewWorkflow() {
  const mayEdit = useCan("workflows.edit");
  const [search, setSearch] = useQueryStates(beginningSearch, { history: "push" });
  const { from } = search;
  return (
    <PageFrame title="New workflow" width="wide" crumbs={[{ title: "New workflow" }]}>
      {mayEdit ? (
        <div className={css.ways}>
          <div className={css.choice}>
            <span id="begin-with">Begin with</span>
            <SegmentedControl
              aria-labelledby="begin-with"
              value={from}
              onChange={(next) => void setSearch({ from: next as WayToBegin, template: null })}
              data={Object.entries(titles).map(([value, label]) => ({ value, label }))}
            />
          </div>
          {from === "template" && (
            <BeginFromTemplate
              chosen={search.template}
              onChoose={(template) => void setSearch({ template })}
            />
          )}
          {from === "empty" && <BeginEmpty />}
          {from === "file" && <BeginFromFile />}
          {from === "ballerine" && <BeginFromBallerine />}
        </div>
      ) : (
        <EmptyState title="You may not make workflows" icon={IconSitemap}>
          A risk manager or a developer of this workspace can.
        </EmptyState>
      )}
    </PageFrame>
  );
}
