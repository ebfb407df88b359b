import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { withoutPersonalData } from "@/server/workflows/trial/anonymous/policy";
import { testOf } from "@/server/workflows/trial/cases/policy";
import { openTrial, toTheEnd } from "@/server/workflows/trial/moves/policy";
import type { PastRun } from "@/server/workflows/trial/past/policy";
import { playTrial } from "@/server/workflows/trial/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";

/**
 * A past decision as a test case: told what was said then, without anything of the person, and expecting what the draft
 * comes to now. Its title names the outcome and the day, never the party.
 */
export function testOfPast(
  document: WorkflowDocument,
  past: PastRun,
  tests: readonly SavedTest[],
): SavedTest {
  const opened = openTrial({ setup: past.setup, answers: [] });
  const { setup, answers, told } = toTheEnd(document, opened, { vendors: "past", people: "past", past });
  const kept = withoutPersonalData(document, { setup, answers: answers.slice(0, told) });
  const played = playTrial(document, kept, nodeCatalogue);
  const { decision } = played.state;
  const outcome = document.outcomes.find(({ key }) => key === decision?.outcome)?.title ?? "No decision";
  const base = `${outcome}, decided ${past.setup.at.slice(0, 10)}`;
  const taken = new Set(tests.map(({ title }) => title));
  let title = base;
  for (let n = 2; taken.has(title); n++) title = `${base} (${n})`;
  return testOf(kept, played, title, tests);
}
