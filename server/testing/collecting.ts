import { and, eq } from "drizzle-orm";
import { inWorkspace } from "@/db/client";
import { applicantLinks, applicantVisits } from "@/db/schema";
import { createApplication } from "@/server/applications/create";
import { createApplicationInput } from "@/server/applications/schema";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { smallDocument } from "./run-documents";

const is = (field: string, value: string) => ({
  id: "c",
  op: "=" as const,
  left: { field },
  right: { value },
});

/** A seller's form whose fields follow the country, then two things asked again of every GB company, then an approval. */
export function sellerDocument(): WorkflowDocumentInput {
  const small = smallDocument(
    "seller",
    {
      begin: { type: "application_start" },
      form: { type: "collect", config: { form: "company" } },
      policy: { type: "rules", config: { ruleSet: "policy" } },
      ask: { type: "request_information", config: { from: "proposals" } },
      yes: { type: "end", config: { outcome: "approve" } },
      no: { type: "end", config: { outcome: "decline", reasonCodes: ["LATE"] } },
    },
    {
      "begin.next": "form",
      "form.submitted": "policy",
      "policy.next": "ask",
      "ask.answered": "yes",
      "ask.nothing": "yes",
      "ask.expired": "no",
    },
  );
  return {
    ...small,
    title: "Sell with Bazaarly",
    rules: {
      policy: {
        title: "Policy",
        rules: [
          {
            code: "R1",
            title: "A British company proves its address",
            when: is("forms.company.country", "GB"),
            require: [
              { kind: "document", key: "bank_statement", reasonCode: "PROOF" },
              {
                kind: "field",
                key: "forms.company.owners[].email",
                subject: "forms.company.owners[]",
                reasonCode: "CONTACT",
              },
            ],
          },
        ],
      },
    },
    reasonCodes: {
      PROOF: { applicant: "We need a recent bank statement.", staff: "Address not proven.", priority: 10 },
      CONTACT: {
        applicant: "We need an address to write to.",
        staff: "Owner cannot be reached.",
        priority: 20,
      },
      LATE: { applicant: "We did not hear from you in time.", staff: "No answer.", priority: 30 },
    },
    forms: {
      company: {
        key: "company",
        title: "Your company",
        pages: [
          {
            key: "basics",
            title: "Basics",
            schema: {
              type: "object",
              required: ["country", "legalName", "contactEmail"],
              properties: {
                country: { type: "string", title: "Country", enum: ["GB", "DE"] },
                legalName: { type: "string", title: "Legal name", maxLength: 100 },
                contactEmail: { type: "string", title: "E-mail", "x-format": "email" },
                companyNumber: {
                  type: "string",
                  title: "Company number",
                  "x-format": "company_number",
                  "x-country": "GB",
                  "x-visibleWhen": is("forms.company.country", "GB"),
                  "x-requiredWhen": is("forms.company.country", "GB"),
                },
                hrb: {
                  type: "string",
                  title: "Register number",
                  "x-visibleWhen": is("forms.company.country", "DE"),
                  "x-requiredWhen": is("forms.company.country", "DE"),
                },
              },
            },
          },
          {
            key: "owners",
            title: "Owners",
            schema: {
              type: "object",
              required: ["owners"],
              properties: {
                owners: {
                  type: "array",
                  title: "Owners",
                  minItems: 1,
                  "x-itemTitle": "fullName",
                  "x-role": "owner",
                  items: {
                    type: "object",
                    required: ["fullName", "share"],
                    properties: {
                      fullName: { type: "string", title: "Full name" },
                      share: { type: "number", title: "Share", exclusiveMinimum: 0, maximum: 100 },
                      email: { type: "string", title: "E-mail", "x-format": "email" },
                      passport: { type: "string", title: "Passport", "x-document": "passport" },
                    },
                  },
                },
              },
            },
          },
        ],
      },
    },
    settings: {
      ...small.settings,
      timeZone: "Europe/Berlin",
      party: {
        name: "forms.company.legalName",
        country: "forms.company.country",
        reference: "forms.company.companyNumber",
      },
      documentTypes: {
        passport: { title: "Passport", help: "The page with the photo." },
        bank_statement: { title: "Bank statement", help: "Of the last three months." },
      },
    },
  };
}

export interface Applied {
  id: string;
  link: string;
  /** The applicant, in the browser that opened the link first. */
  applicant: Context;
}

/** An application of the workflow, with its link opened. */
export async function applied(ctx: Context, workflow = "seller", more: object = {}): Promise<Applied> {
  const { id, link } = await createApplication(ctx, createApplicationInput.parse({ workflow, ...more }));
  return { id, link, applicant: await visitor(ctx, id) };
}

/** Another browser of the same applicant. */
export function visitor(ctx: Context, applicationId: string, device = "Firefox on Linux"): Promise<Context> {
  return inWorkspace(ctx.db, ctx.workspaceId, async (tx) => {
    const [link] = await tx
      .select()
      .from(applicantLinks)
      .where(
        and(eq(applicantLinks.workspaceId, ctx.workspaceId), eq(applicantLinks.applicationId, applicationId)),
      );
    if (!link) throw new Error("the application has no link");
    const id = newId("visit", ctx.at);
    await tx.insert(applicantVisits).values({
      workspaceId: ctx.workspaceId,
      id,
      linkId: link.id,
      applicationId,
      tokenHash: newId("visit"),
      device,
      createdAt: ctx.at,
      expiresAt: link.expiresAt,
    });
    return { ...ctx, actor: { kind: "applicant", id, applicationId, linkId: link.id, device } };
  });
}
