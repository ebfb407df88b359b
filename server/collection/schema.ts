import { z } from "zod";
import { requirementKinds, requirementStates } from "@/db/enums/enums";
import type { form } from "@/server/workflows/schema";

/** What an applicant's pages send and show. No staff words: reasons come in the applicant's voice only. */

/** Dotted from the form's root; a list is saved whole: `legalName`, `address.city`, `owners`. */
const answerPath = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z_][\w-]*(\.[\w-]+)*$/, "Name a field of the form.");

/** One field as it was typed. `null` clears it. Autosave takes unfinished values; `submit` validates. */
export const saveAnswersInput = z.strictObject({
  form: z.string().max(64),
  answers: z
    .array(z.strictObject({ path: answerPath, value: z.json() }))
    .min(1)
    .max(100),
  /** When the applicant typed it, by their device; the later of two devices wins. */
  typedAt: z.iso.datetime(),
});
export type SaveAnswersInput = z.infer<typeof saveAnswersInput>;

/** What became of the typing. `newer`: fields where another device's later word stands; show it instead. */
export interface SavedAnswers {
  savedAt: string;
  newer: { path: string; value: unknown; savedAt: string; device: string }[];
}

/** Hands in the form the run waits for. A second submit of the same wait is the first one's copy. */
export const submitFormInput = z.strictObject({ form: z.string().max(64) });
export type SubmitFormInput = z.infer<typeof submitFormInput>;

/** The same for every copy of one submit. */
export interface Submitted {
  submissionId: string;
  form: string;
  submittedAt: string;
}

/** Hands in what was asked for again. */
export const answerRequirementsInput = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        requirement: z.string().max(64),
        /** For a field: its new value. For a document: the id of what was uploaded. */
        value: z.json(),
      }),
    )
    .min(1)
    .max(100),
});

export type AnswerRequirementsInput = z.infer<typeof answerRequirementsInput>;

/** `open`: how many are still owed; at 0 the run goes on. */
export interface AnsweredRequirements {
  answered: string[];
  open: number;
}

/** What `request_information` asks the edge to open. */
export const requirementsRequest = z.object({
  requirements: z
    .array(
      z.object({
        kind: z.enum(requirementKinds),
        /** `forms.company.vatNumber`, `forms.owners.owners[1].email`, or a document type. */
        key: z.string().min(1).max(200),
        subject: z.string().min(1).max(200).default("party"),
        reasonCode: z.string().min(1).max(64),
        note: z.string().max(500).optional(),
        blocks: z.array(z.string().max(64)).max(20).default([]),
        alternatives: z
          .array(z.array(z.string().max(200)).max(10))
          .max(10)
          .default([]),
      }),
    )
    .max(200),
  notify: z.boolean().default(true),
  dueAt: z.iso.datetime().optional(),
});

export const applicantRequirement = z.strictObject({
  id: z.string(),
  kind: z.enum(requirementKinds),
  /** `party`, or one element: `forms.owners.owners[1]`. */
  subject: z.string(),
  /** Whom it is about, when it is not the applicant: "Jonas Weber". */
  subjectName: z.string().nullable(),
  /** Field path in the run's data, or document type. */
  key: z.string(),
  title: z.string(),
  help: z.string().nullable(),
  state: z.enum(requirementStates),
  /** In the applicant's voice. */
  reason: z.string(),
  /** A note the reviewer wrote to the applicant. */
  note: z.string().nullable(),
  deadline: z.iso.datetime().nullable(),
  /** For a field: the JSON Schema and UI schema of just that field, and what stands there now. */
  field: z
    .strictObject({
      schema: z.record(z.string(), z.unknown()),
      uiSchema: z.record(z.string(), z.unknown()),
      value: z.unknown(),
    })
    .nullable(),
  /** For a document: what was handed in before. */
  document: z.strictObject({ id: z.string(), name: z.string(), pages: z.int() }).nullable(),
});
export type ApplicantRequirement = z.infer<typeof applicantRequirement>;

export const applicantDocument = z.strictObject({
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  state: z.enum(["processing", "ready", "refused"]),
  /** Why it was refused, in words. */
  refusal: z.string().nullable(),
  name: z.string(),
  pages: z.int(),
});
export type ApplicantDocument = z.infer<typeof applicantDocument>;

/** Where the applicant is. `fill`: a form is open. `answer`: something was asked again. `wait`: nothing to do. `done`: ended. */
export const applicantStages = ["fill", "answer", "wait", "done"] as const;

/** Everything the applicant's pages need, in one answer. */
export interface ApplicantView {
  applicationId: string;
  stage: (typeof applicantStages)[number];
  locale: string;
  timeZone: string;
  brand: { name: string; color: string; supportEmail: string };
  /** Title of the workflow, as the applicant reads it. */
  title: string;
  /** Where the browser goes when everything is handed in, if the caller wished one. */
  redirectUrl: string | null;
  linkExpiresAt: string;
  /** Set while `fill`: the form of the pinned version, and its saved answers as one object, hidden ones too. */
  form: z.infer<typeof form> | null;
  answers: Record<string, unknown>;
  /** Answers of forms handed in before, by form key: conditions may read them (`FormScope.forms`). */
  earlier: Record<string, Record<string, unknown>>;
  savedAt: string | null;
  documentTypes: Record<string, { title: string; help: string }>;
  documents: ApplicantDocument[];
  /** Open and settled ones; what is still owed first. */
  requirements: ApplicantRequirement[];
  submittedAt: string | null;
  /** Set when `done`: the outcome in the applicant's voice. */
  result: { kind: string; title: string; reasons: string[]; decidedAt: string } | null;
}
