import { useMemo } from "react";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { usageOf } from "@/server/workflows/usage/policy";
import { type JumpTo, UsedWhere } from "../search/used-where";
import css from "./inspector.module.css";

/** Which ways lead to a step, and which other steps name it. Who reads what it leaves stands under its output. */
export function WaysIn({
  document,
  node,
  onJump,
}: {
  document: WorkflowDocument;
  node: string;
  onJump: (to: JumpTo) => void;
}) {
  const usage = useMemo(() => usageOf(document), [document]);
  return (
    <section className={css.waysIn} aria-label="Where it is used">
      <UsedWhere
        {...{ document, usage, onJump }}
        named={{ kind: "node", key: node }}
        hows={["leads", "names"]}
        none="No way leads here yet."
      />
    </section>
  );
}
