import { z } from "zod";
import type { FieldWhen } from "./schema";

/** A field of credentials: never shown again once it is stored. Empty means there is none. */
export const secret = (title: string, description: string, more: { when?: FieldWhen; isPlain?: true } = {}) =>
  z
    .string()
    .max(4000)
    .default("")
    .meta({ title, description, ...more });

/** The same, of one that must be there. `fits` adds what it must look like. */
export const neededSecret = (
  title: string,
  description: string,
  fits: (text: z.ZodString) => z.ZodString,
): z.ZodString => fits(z.string().max(4000)).meta({ title, description });

/** A full https or http address without user name, password, query or fragment: secrets in it would be shown. */
export const plainAddress = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), {
    error: "Write a full address such as https://api.example.com.",
    abort: true,
  })
  .refine((text) => URL.parse(text)?.username === "" && URL.parse(text)?.password === "", {
    error: "Take user name and password out of the address; they belong into the credentials.",
    abort: true,
  })
  .refine((text) => !/[?#]/.test(text), { error: "Leave out what follows ? or #." });

export const hostName = z
  .string()
  .trim()
  .max(253)
  .regex(
    /^[^\s/@:?#]+$|^[0-9a-fA-F:.]+$/,
    "Write a host name such as db.example.com, without scheme or port.",
  );
