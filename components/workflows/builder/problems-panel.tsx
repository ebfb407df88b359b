import type { OutletOf } from "@/server/workflows/edits/policy";
import { fixOf } from "@/server/workflows/fixes/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import { type ProblemAct, ProblemList } from "./problem-list";
import type { Builder } from "./use-builder";

/** The panel *Problems*: what is wrong with the draft, with what one click does about it. */
export function ProblemsPanel({
  builder,
  problems,
  chosen,
  onShow,
  onAdd,
}: {
  builder: Builder;
  problems: readonly DocumentProblem[];
  chosen: string | undefined;
  onShow: (problem: DocumentProblem) => void;
  /** Opens the choice of a step to put behind a way out. */
  onAdd: (after: OutletOf) => void;
}) {
  const { parts, isReadOnly } = builder;
  const actOf = (some: readonly DocumentProblem[]): ProblemAct | undefined => {
    if (isReadOnly) return undefined;
    const fix = fixOf(parts, some);
    if (fix)
      return {
        title: fix.title,
        run: () => builder.edit(fix.words, (now) => fixOf(now, some)?.parts ?? now),
      };
    const [{ code, node, outlet } = { code: "" }] = some;
    return some.length === 1 && code === "unwired_outlet" && node !== undefined && outlet !== undefined
      ? { title: "Add a step there", run: () => onAdd({ from: node, outlet }) }
      : undefined;
  };
  const title = chosen === undefined ? undefined : parts.document.nodes[chosen]?.title;
  return (
    <ProblemList
      problems={problems}
      chosen={chosen === undefined || title === undefined ? undefined : { node: chosen, title }}
      fixOf={actOf}
      onShow={onShow}
    />
  );
}
