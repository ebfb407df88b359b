import type { WorkflowDocumentInput } from "@/server/workflows/schema";

/** A small seller policy: a form, a review by people, the answer to a send-back, two ends. Publishes as it is. */
export function sellerDocument(more: Partial<WorkflowDocumentInput> = {}): WorkflowDocumentInput {
  return {
    format: "workflow/v1",
    key: "seller",
    title: "Seller",
    outcomes: [
      { key: "approve", title: "Approve", kind: "positive" },
      { key: "review", title: "Review", kind: "review" },
      { key: "decline", title: "Decline", kind: "negative" },
    ],
    nodes: {
      start: { type: "application_start", version: 1, title: "Application", config: {} },
      collect: { type: "collect", version: 1, title: "Company", config: { form: "company" } },
      review: {
        type: "review",
        version: 1,
        title: "Analyst review",
        config: { queue: "edd", fourEyes: "approve" },
      },
      ask: {
        type: "request_information",
        version: 1,
        title: "Ask again",
        config: { from: { node: "review" }, deadlineDays: 14 },
      },
      approved: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
      declined: { type: "end", version: 1, title: "Declined", config: { outcome: "decline" } },
    },
    edges: [
      { from: "start", outlet: "next", to: "collect" },
      { from: "collect", outlet: "submitted", to: "review" },
      { from: "review", outlet: "approved", to: "approved" },
      { from: "review", outlet: "declined", to: "declined" },
      { from: "review", outlet: "sent_back", to: "ask" },
      { from: "ask", outlet: "answered", to: "review" },
      { from: "ask", outlet: "nothing", to: "review" },
    ],
    forms: {
      company: {
        key: "company",
        title: "Company",
        pages: [
          {
            key: "company",
            title: "Which company is it?",
            schema: {
              type: "object",
              properties: {
                legalName: { type: "string", title: "Legal name" },
                country: { type: "string", title: "Country", enum: ["GB", "DE", "US"] },
                registrationNumber: { type: "string", title: "Registration number" },
                owners: {
                  type: "array",
                  title: "Owners",
                  items: {
                    type: "object",
                    properties: {
                      name: { type: "string", title: "Full name" },
                      share: { type: "number", title: "Share in per cent" },
                      dateOfBirth: { type: "string", format: "date", title: "Date of birth" },
                    },
                  },
                },
              },
              required: ["legalName", "country"],
            },
          },
        ],
      },
    },
    reasonCodes: {
      PEP_OWNER: {
        applicant: "We need to look at the people behind the company.",
        staff: "An owner is a politically exposed person.",
        priority: 10,
      },
      ADDRESS_DIFFERS: {
        applicant: "Please check the address you gave.",
        staff: "The address differs from the register.",
        priority: 20,
      },
      DOCUMENT_UNREADABLE: {
        applicant: "We could not read the document. Send a sharper copy.",
        staff: "The document cannot be read.",
        priority: 30,
      },
    },
    settings: {
      partyKind: "business",
      party: {
        name: "forms.company.legalName",
        country: "forms.company.country",
        reference: "forms.company.registrationNumber",
      },
      queues: { edd: { title: "Enhanced due diligence", slaHours: 24, checklist: ["Ownership understood"] } },
      documentTypes: {
        passport: { title: "Passport", help: "The page with the photo." },
        register_extract: { title: "Register extract", help: "Not older than three months." },
      },
    },
    ...more,
  };
}
