import { z } from "zod";
import { effectNode, type NodeScope } from "@/server/engine/node";
import { readPath } from "@/server/rules/core/read";

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;
const pathOf = /^(input|party|forms|nodes|values)(\.[\w-]+)+$/;

const template = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => [...text.matchAll(placeholder)].every(([, path]) => pathOf.test(path ?? "")), {
      error: "A placeholder is a path in double braces, like {{forms.company.legalName}}.",
    });

const notifyConfig = z.strictObject({
  to: z.enum(["applicant"]).default("applicant").meta({ title: "To" }),
  subject: template(200).meta({ title: "Subject" }),
  text: template(10_000).meta({
    title: "Text",
    description: "Plain text. {{forms.company.legalName}} stands for the value at that path.",
  }),
});

/** Missing values and lists are left out: a letter must never show a path or `[object Object]`. */
function filled(text: string, scope: NodeScope): string {
  return text.replace(placeholder, (_, path: string) => {
    const value = readPath(scope.data, path);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  });
}

/** A line break in a subject would begin another header. */
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

export const notify = effectNode({
  type: "notify",
  version: 1,
  title: "Notify",
  summary: "Sends the applicant a mail.",
  group: "Notify",
  icon: "mail",
  config: notifyConfig,
  outlets: () => [
    { key: "sent", title: "Sent", kind: "normal" },
    { key: "failed", title: "Failed", kind: "failure" },
  ],
  describe: ({ to, subject }) => `The ${to} gets a mail: “${subject}”.`,
  retry: () => ({ attempts: 3, firstDelayMs: 10_000 }),
  deadlineMs: () => undefined,
  requests: ({ to, subject, text }, scope) => [
    { scope: to, input: { to, subject: oneLine(filled(subject, scope)), text: filled(text, scope) } },
  ],
  settle: (_, __, answers) => ({
    outlet: answers.every(({ error }) => error === undefined) ? "sent" : "failed",
    output: {},
  }),
  examples: [
    {
      name: "Sent",
      config: { subject: "Welcome, {{party.name}}", text: "You can sell now." },
      data: { party: { name: "Acme Ltd" } },
      answers: { applicant: {} },
      outlet: "sent",
    },
    {
      name: "Could not be sent",
      config: { to: "applicant", subject: "Welcome", text: "You can sell now." },
      answers: {},
      outlet: "failed",
    },
  ],
});
