import { z } from "zod";
import { key } from "@/server/workflows/schema";
import { datePath } from "../paths";

export const MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
const time = {
  amount: z.int().min(1).max(10_000).meta({ title: "How long" }),
  unit: z.enum(["minutes", "hours", "days"]).default("days").meta({ title: "Unit" }),
};

export const waitConfig = z.discriminatedUnion("for", [
  z.strictObject({ for: z.literal("duration"), ...time }).meta({ title: "A time" }),
  z
    .strictObject({
      for: z.literal("date"),
      date: datePath.meta({
        title: "Date",
        description: "Path of a date or date and time. A date alone begins in the workflow's own time zone.",
      }),
    })
    .meta({ title: "A date of the run" }),
  z
    .strictObject({
      for: z.literal("signal"),
      name: key.meta({ title: "Signal", description: "The name by which another system sends it." }),
      deadline: z.strictObject(time).optional().meta({
        title: "Deadline",
        description: "Without the signal by then, the run leaves by “expired”. Empty: it waits for ever.",
      }),
    })
    .meta({ title: "A signal from another system" }),
]);
export type WaitConfig = z.infer<typeof waitConfig>;
