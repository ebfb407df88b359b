import { z } from "zod";
import { waitNode } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { key } from "@/server/workflows/schema";
import { DAY_MS, daysLater, titleOf } from "../run-facts";

const collectConfig = z.strictObject({
  form: key.meta({
    title: "Form",
    description: "The form of this workflow that the applicant fills in.",
    "x-names": "form",
  }),
  deadlineDays: z.int().min(1).max(365).optional().meta({
    title: "Deadline in days",
    description: "Without an answer by then, the application leaves by “expired”. Empty: it waits for ever.",
  }),
});

/** What `form_submitted` brings. */
const formSubmitted = z.object({
  answers: z.record(z.string(), z.unknown()),
  submissionId: z.string().min(1),
});

export const collect = waitNode({
  type: "collect",
  version: 1,
  title: "Collect",
  summary: "Waits until the applicant has submitted a form.",
  group: "Collect",
  icon: "forms",
  config: collectConfig,
  signal: "form_submitted",
  outlets: ({ deadlineDays }) => [
    { key: "submitted", title: "Submitted", kind: "normal" },
    ...(deadlineDays === undefined ? [] : [{ key: "expired", title: "Expired", kind: "deadline" as const }]),
  ],
  describe({ form, deadlineDays }, { forms }) {
    const within =
      deadlineDays === undefined ? "" : ` within ${deadlineDays} ${deadlineDays === 1 ? "day" : "days"}`;
    return `The applicant submits “${titleOf(forms, form)}”${within}.`;
  },
  writes: ({ form }) => [`forms.${form}`],
  asksApplicant: true,
  notPerItem: "an applicant answers one page of the application at a time, not one per element of a list.",
  references: ({ form }) => [{ kind: "form", key: form, path: "form" }],
  deadlineMs: ({ deadlineDays }) => (deadlineDays === undefined ? undefined : deadlineDays * DAY_MS),
  request: ({ form, deadlineDays }, { at }) =>
    deadlineDays === undefined ? { form } : { form, dueAt: daysLater(at, deadlineDays) },
  accept({ form }, { at }, payload) {
    const { answers } = formSubmitted.parse(payload);
    return { outlet: "submitted", output: { submittedAt: at }, forms: { [form]: answers as JsonObject } };
  },
  said: (_, { outlet }) => (outlet === "submitted" ? "The applicant submitted it." : null),
  examples: [
    {
      name: "Takes the answers",
      config: { form: "company" },
      answers: { "": { answers: { legalName: "Acme Ltd" }, submissionId: "sub_1" } },
      outlet: "submitted",
      output: { submittedAt: "2026-01-31T12:00:00.000Z" },
    },
    {
      name: "Takes an empty form",
      config: { form: "extras", deadlineDays: 30 },
      answers: { "": { answers: {}, submissionId: "sub_2" } },
      outlet: "submitted",
    },
    {
      name: "Nobody fills it in",
      config: { form: "company", deadlineDays: 14 },
      expires: true,
      outlet: "expired",
    },
  ],
});
