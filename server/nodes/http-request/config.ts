import { z } from "zod";
import { attemptsField, connectionField, deadlineField, timeoutField } from "../asking";
import { jsonTemplate, operand, template } from "../template";

const name = z.string().min(1).max(100);
const headerName = name.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "A header name has letters, digits and -.");

/** Headers that the connection, the guard or this step writes. */
const OWN =
  /^(authorization|proxy-authorization|cookie|host|connection|content-length|content-type|transfer-encoding|te|trailer|upgrade|expect|keep-alive|idempotency-key|x-timestamp)$/i;

export const httpRequestConfig = z.strictObject({
  connection: connectionField,
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("GET").meta({ title: "Method" }),
  path: template(2000)
    .regex(/^\//, "A path begins with /.")
    .refine((text) => !/[?#]/.test(text.replace(/\{\{.*?\}\}/g, "")), "Write what follows ? under Query.")
    .meta({
      title: "Path",
      description:
        "Below the connection's address. {{forms.company.number}} stands for that value, safely encoded.",
      "x-template": true,
    }),
  query: z.record(name, operand).default({}).meta({
    title: "Query",
    description: "For each parameter, where its value stands. What is missing is left out.",
  }),
  headers: z
    .record(
      headerName.refine((header) => !OWN.test(header), "This header is written for you. Remove it."),
      operand,
    )
    .default({})
    .meta({ title: "Headers", description: "Credentials do not belong here; they are the connection's." }),
  body: jsonTemplate.optional().meta({
    title: "Body",
    description: "JSON. “{{forms.company.number}}” stands for the value itself; what is missing is left out.",
    "x-editor": "json",
    "x-template": true,
  }),
  expect: z.array(z.int().min(100).max(599)).max(20).default([]).meta({
    title: "Statuses that are answers",
    description:
      "Besides 200 to 299; for example 404, when “not found” is an answer. All others are failures.",
  }),
  answer: z
    .record(
      name.regex(/^[A-Za-z]\w*$/, "Use letters, digits and _, starting with a letter."),
      z
        .string()
        .max(300)
        .regex(/^(status|(body|headers)(\.[\w-]+(\[\])?)*)$/, "Write a path like body.company.status."),
    )
    .default({})
    .meta({
      title: "What is kept",
      description: "For each value, where it stands in the answer: status, body.… or headers.…",
    }),
  isRepeatable: z.boolean().default(false).meta({
    title: "May be sent again when the answer was lost",
    description:
      "Only when the other side recognises the Idempotency-Key header. GET may always be sent again.",
  }),
  attempts: attemptsField,
  timeoutMs: timeoutField,
  maxKilobytes: z.int().min(1).max(1024).default(256).meta({ title: "Largest answer, in kilobytes" }),
  deadlineMinutes: deadlineField,
});
export type HttpRequestConfig = z.infer<typeof httpRequestConfig>;
