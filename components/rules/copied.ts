import { z } from "zod";
import { condition, rule } from "@/server/rules/core/ast";
import { reasonCode } from "@/server/workflows/schema";

/** What goes through the clipboard as text, so that it can be pasted into another rule, workflow or workspace. */
const copied = z.discriminatedUnion("gatehouse", [
  z.strictObject({ gatehouse: z.literal("conditions/v1"), conditions: z.array(condition).min(1).max(200) }),
  z.strictObject({
    gatehouse: z.literal("rules/v1"),
    rules: z.array(rule).min(1).max(500),
    /** Those the rules name, for a workflow that does not have them. */
    reasonCodes: z.record(z.string(), reasonCode).default({}),
  }),
]);
export type Copied = z.output<typeof copied>;

/** What was copied last in this window: a page that is not served safely has no clipboard of the system. */
let here = "";

export async function copyOut(given: Copied): Promise<void> {
  here = JSON.stringify(given, null, 2);
  await navigator.clipboard?.writeText(here).catch(() => {});
}

export async function copiedNow(): Promise<Copied | undefined> {
  const text = (await navigator.clipboard?.readText().catch(() => "")) || here;
  return readCopied(text) ?? readCopied(here);
}

export function readCopied(text: string): Copied | undefined {
  try {
    return copied.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
