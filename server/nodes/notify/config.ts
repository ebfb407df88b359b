import { z } from "zod";
import { key } from "@/server/workflows/schema";
import { operand, template } from "../template";

/** Whom a step can tell, and the use of the connection it needs. */
export const channels = {
  applicant: { title: "The applicant, by mail", use: "mail" },
  addresses: { title: "Mail addresses", use: "mail" },
  slack: { title: "A Slack channel", use: "slack" },
  webhook: { title: "A system of yours, by webhook", use: "webhook" },
} as const;
export type Channel = keyof typeof channels;
const channelNames = Object.keys(channels) as [Channel, ...Channel[]];

export const notifyConfig = z
  .strictObject({
    to: z.enum(channelNames).default("applicant").meta({ title: "To" }),
    addresses: z
      .array(z.email("Write a mail address."))
      .min(1)
      .max(20)
      .optional()
      .meta({ title: "Addresses", description: "Each of them gets the mail." }),
    connection: key.optional().meta({
      title: "Connection",
      description:
        "The Slack channel, the webhook, or a mail server of your own; without one, mail leaves by this server's.",
      "x-names": "connection",
    }),
    subject: template(200)
      .optional()
      .meta({ title: "Subject", description: "Of a mail.", "x-template": true }),
    text: template(10_000).optional().meta({
      title: "Text",
      description: "Plain text. {{forms.company.legalName}} stands for the value at that path.",
      "x-template": true,
    }),
    data: z.record(z.string().min(1).max(64), operand).optional().meta({
      title: "Data",
      description: "For a webhook: each field, and where its value stands.",
    }),
  })
  .superRefine(({ to, addresses, connection, subject, text, data }, context) => {
    const isMail = channels[to].use === "mail";
    const need = (field: string, isThere: boolean, message: string) => {
      if (!isThere) context.addIssue({ code: "custom", path: [field], message });
    };
    need("addresses", to !== "addresses" || addresses !== undefined, "List the addresses.");
    need("connection", isMail || connection !== undefined, "Choose the connection that carries it.");
    need("subject", !isMail || subject !== undefined, "A mail needs a subject.");
    need("text", to === "webhook" || text !== undefined, "Say what it says.");
    need(
      "data",
      to !== "webhook" || data !== undefined || text !== undefined,
      "List the data it carries, or a text.",
    );
  });
export type NotifyConfig = z.infer<typeof notifyConfig>;
