import { z } from "zod";
import { partyKinds } from "@/db/enums/enums";
import { applicationStatuses } from "@/server/applications/policy";

/** ISO 3166-1 alpha-2. */
export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, "Use a two-letter country code in capitals, such as DE.");

const partyName = z.string().trim().min(1, "Give a name, or leave it out.").max(300);
const partyNumber = z.string().trim().min(1, "Give a number, or leave it out.").max(100);

/** The party a request is about: one that exists, by id, or what is known of a new one. */
export const partyReference = z
  .strictObject({
    id: z.string().max(64).optional(),
    name: partyName.optional(),
    country: countryCode.optional(),
    /** A business's registration number. */
    reference: partyNumber.optional(),
  })
  .refine((party) => !party.id || (!party.name && !party.country && !party.reference), {
    path: ["id"],
    message: "Name a party by its id, or describe a new one, not both.",
  });

export type PartyReference = z.infer<typeof partyReference>;

export const createPartyInput = z.strictObject({
  kind: z.enum(partyKinds),
  name: partyName,
  country: countryCode.optional(),
  /** A business's registration number. */
  reference: partyNumber.optional(),
});

/** What is left out stays; null takes a value away. */
export const changePartyInput = z.strictObject({
  partyId: z.string().max(64),
  name: partyName.optional(),
  country: countryCode.nullable().optional(),
  reference: partyNumber.nullable().optional(),
});

export const partyInput = z.strictObject({ partyId: z.string().max(64) });

export const listPartiesInput = z.strictObject({
  kind: z.enum(partyKinds).optional(),
  /** Name or registration number. */
  search: z.string().trim().max(100).optional(),
  /** Registration number, exactly. */
  reference: z.string().max(100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});

export const erasePartyInput = z.strictObject({
  partyId: z.string().max(64),
  /** Typed again by the member: erasing cannot be undone. */
  confirmName: z.string().max(300),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(1000),
});

const time = z.iso.datetime();

export const partyRow = z.strictObject({
  id: z.string(),
  kind: z.enum(partyKinds),
  name: z.string(),
  country: z.string().nullable(),
  reference: z.string().nullable(),
  /** Outcome title and kind of the latest decision. */
  latest: z.strictObject({ title: z.string(), kind: z.string(), at: time }).nullable(),
  openCases: z.int(),
  updatedAt: time,
  erasedAt: time.nullable(),
});
export type PartyRow = z.infer<typeof partyRow>;

/** The 360° view. */
export const partyView = partyRow.extend({
  createdAt: time,
  /** The day the party is due to be looked at again. */
  nextReviewOn: z.iso.date().nullable(),
  /** The current data, each with where it came from and when. */
  data: z.array(
    z.strictObject({
      path: z.string(),
      title: z.string(),
      value: z.string(),
      source: z.string(),
      at: time,
    }),
  ),
  relationships: z.array(
    z.strictObject({
      id: z.string(),
      role: z.enum(["owner", "director", "representative", "parent"]),
      /** Which side the other party is on: `from` owns or directs this one, `to` is owned or directed by it. */
      direction: z.enum(["from", "to"]),
      party: z.strictObject({ id: z.string(), name: z.string(), kind: z.enum(partyKinds) }),
      share: z.number().nullable(),
      endedAt: time.nullable(),
    }),
  ),
  applications: z.array(
    z.strictObject({
      id: z.string(),
      runId: z.string(),
      workflow: z.strictObject({ id: z.string(), title: z.string(), version: z.int() }),
      status: z.enum(applicationStatuses),
      createdAt: time,
      outcome: z.strictObject({ title: z.string(), kind: z.string() }).nullable(),
    }),
  ),
  cases: z.array(
    z.strictObject({
      id: z.string(),
      number: z.int(),
      queue: z.string(),
      status: z.string(),
      openedAt: time,
    }),
  ),
  documents: z.array(
    z.strictObject({
      id: z.string(),
      typeTitle: z.string(),
      subject: z.string(),
      uploadedAt: time,
      pages: z.int(),
    }),
  ),
});
export type PartyView = z.infer<typeof partyView>;
