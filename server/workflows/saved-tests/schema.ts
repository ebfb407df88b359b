import { z } from "zod";
import type { TestDifference } from "../trial/cases/policy";

/** One saved test that did not come to what it expects; long values are cut. */
const failedTest = z.object({
  key: z.string(),
  title: z.string(),
  differences: z.array(
    z.object({
      what: z.enum(["run", "answer", "outcome", "reasons", "score", "output"]),
      name: z.string().exactOptional(),
      expected: z.string(),
      found: z.string(),
    }) satisfies z.ZodType<TestDifference>,
  ),
});
export type FailedTest = z.output<typeof failedTest>;

/** What all saved tests of a draft have come to. */
export const testReport = z.object({ count: z.int().min(0), failed: z.array(failedTest) });
export type TestReport = z.output<typeof testReport>;

/** The report a version is published with; it stays with it for good. */
export const attachedTests = testReport.extend({
  /** Why it was published although tests failed. */
  override: z.string().nullable(),
});
export type AttachedTests = z.output<typeof attachedTests>;
