import { z } from "zod";
import { condition } from "@/server/rules/core/ast";
import { attemptsField, connectionField, deadlineField, timeoutField } from "../asking";
import { subjectSource, subjectsField } from "../subjects";

const lists = ["sanctions", "pep", "adverse_media"] as const;

export const screeningConfig = z.strictObject({
  connection: connectionField,
  subjects: subjectsField.meta({
    title: "Who is screened",
    description:
      "“party”, each item of a list like forms.owners.owners[], or “item”: the element of the “for each” around it.",
  }),
  only: condition.optional().meta({
    title: "Only items where",
    description: "A test over item. An item whose test cannot be answered is screened too.",
  }),
  ask: z
    .record(z.string().min(1).max(64), subjectSource)
    .default({ kind: "party.kind", name: "party.name", country: "party.country" })
    .meta({
      title: "What is searched for",
      description: "Where kind, name (or firstName and lastName), dateOfBirth and country stand.",
    }),
  lists: z
    .array(z.enum(lists))
    .min(1, "Choose at least one list.")
    .default([...lists])
    .meta({ title: "Lists that count", description: "A hit on a list we do not know always counts." }),
  minimumScore: z.int().min(0).max(100).default(75).meta({
    title: "Smallest similarity that counts",
    description: "0 to 100. What the vendor is certain of always counts.",
  }),
  attempts: attemptsField,
  timeoutMs: timeoutField,
  deadlineMinutes: deadlineField,
  onFailure: z.enum(["human", "hit"]).default("human").meta({
    title: "No answer counts as",
    description: "“human” leaves by “no answer”. It never counts as clear.",
  }),
  onInputMissing: z.enum(["human", "hit"]).default("human").meta({
    title: "A subject without a name counts as",
  }),
});
export type ScreeningConfig = z.infer<typeof screeningConfig>;
