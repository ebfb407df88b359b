import { compilePlan } from "@/server/engine/plan";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { shared } from "@/server/platform/shared";
import { workflowDocument } from "@/server/workflows/schema";
import type { BacktestRow } from "./find";
import { type WatchedPlan, watch } from "./replay";

const MOST = 8;

/** The frozen document of a backtest, compiled once per process: it is replayed over thousands of decisions. */
export function candidateOf({ id, document }: Pick<BacktestRow, "id" | "document">): WatchedPlan {
  const plans = shared("backtests", () => new Map<string, WatchedPlan>());
  const known = plans.get(id);
  if (known) return known;
  const parsed = workflowDocument.parse(document);
  const made = watch(parsed, compilePlan(parsed, nodeCatalogue));
  plans.set(id, made);
  for (const oldest of plans.keys()) {
    if (plans.size <= MOST) break;
    plans.delete(oldest);
  }
  return made;
}
