import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { can } from "@/server/workspaces/policy";
import { differenceName } from "./saved-tests/policy";
import type { AttachedTests, TestReport } from "./saved-tests/schema";

/** Refuses to publish what fails its own tests, unless an admin says why it is right all the same. */
export function refuseFailingTests(
  ctx: Context,
  report: TestReport,
  override: string | undefined,
): AttachedTests {
  const { count, failed } = report;
  const [first] = failed;
  if (!first) return { ...report, override: null };
  if (override !== undefined && can(ctx.actor, "workflows.overrideTests")) return { ...report, override };
  if (override !== undefined)
    throw new DomainError(
      "forbidden",
      "Only an admin may publish what fails its tests. Mend the draft, or ask an admin.",
    );
  const named = failed.length === 1 ? `“${first.title}”` : `“${first.title}” and ${failed.length - 1} more`;
  throw new DomainError(
    "conflict",
    `${failed.length} of ${count} saved tests ${failed.length === 1 ? "fails" : "fail"}: ${named}. Mend the draft or the tests; an admin can publish all the same, with a reason.`,
    {
      issues: failed.map(({ key, title, differences }) => ({
        path: `editor.tests.${key}`,
        code: "test_failed",
        message: `“${title}”: ${differences
          .map((one) => `${differenceName(one)}: ${one.expected} was expected, ${one.found} came out`)
          .join("; ")}.`,
      })),
    },
  );
}
