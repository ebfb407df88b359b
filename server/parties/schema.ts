import { z } from "zod";

/** ISO 3166-1 alpha-2. */
export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, "Use a two-letter country code in capitals, such as DE.");

/** The party a request is about: one that exists, by id, or what is known of a new one. */
export const partyReference = z
  .strictObject({
    id: z.string().max(64).optional(),
    name: z.string().trim().min(1, "Give a name, or leave it out.").max(300).optional(),
    country: countryCode.optional(),
    /** A business's registration number. */
    reference: z.string().trim().min(1, "Give a number, or leave it out.").max(100).optional(),
  })
  .refine((party) => !party.id || (!party.name && !party.country && !party.reference), {
    path: ["id"],
    message: "Name a party by its id, or describe a new one, not both.",
  });

export type PartyReference = z.infer<typeof partyReference>;
