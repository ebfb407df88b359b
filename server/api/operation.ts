import { z } from "zod";
import type { Context } from "@/server/context";
import type { ApiScope } from "@/server/workspaces/policy";
import type { Answer } from "./idempotency";

/** A body that is a file: handed to the work as it comes, never whole. */
export interface FileBody {
  mediaTypes: readonly string[];
  maxBytes: number;
  description: string;
  /** The fields of a form that may bring the file instead, as its last part. */
  form?: z.ZodObject;
}

/** What an operation's work gets once its request passed every gate. */
export interface Call<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** The Idempotency-Key, where one was sent. */
  key: string | undefined;
  request: Request;
}

/** Real requests: the document shows them, a test sends them. Ids in them are those of `sample.ts`. */
export interface Example {
  name: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Beside key and content type. */
  headers?: Record<string, string>;
  body?: unknown;
  /** The text of a file: the body itself, or the last part of a form. */
  file?: { mediaType: string; text: string; form?: { name: string; fields: Record<string, string> } };
  status: number;
  /** JSON, or the text of a file; absent where the answer is a picture. */
  answer?: unknown;
}

/** One operation of the public API, described once: its gates, its work and its chapter of the document. */
export interface Operation<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
> {
  id: string;
  method: "get" | "post" | "patch" | "delete";
  /** With `{names}` for what `params` parses. */
  path: `/api/v1/${string}`;
  /** What the key must be allowed to do. */
  scope: ApiScope;
  summary: string;
  description: string;
  params: P;
  query: Q;
  body: B | undefined;
  file?: FileBody;
  /**
   * What an Idempotency-Key is to it. `transaction`: required, and the work is one transaction with its answer. `work`:
   * required, and the work keeps the key itself. `optional`: the work keeps it when it is sent. `none`: changes nothing.
   */
  once: "transaction" | "work" | "optional" | "none";
  answers: Record<number, { description: string; schema?: z.ZodType; mediaTypes?: readonly string[] }>;
  examples: Example[];
  work: (ctx: Context, call: Call<P, Q, B>) => Promise<Answer | Response>;
}

export const none = z.strictObject({});
export const byId = z.strictObject({ id: z.string().min(1).max(64) });

/** Lists go on after a cursor: rows that come and go meanwhile neither shift nor repeat the others. */
export const paging = {
  cursor: z.string().max(300).optional().describe("`nextCursor` of the page before."),
  limit: z.coerce
    .number("Use a whole number from 1 to 200.")
    .int("Use a whole number from 1 to 200.")
    .min(1, "Use a whole number from 1 to 200.")
    .max(200, "Use a whole number from 1 to 200.")
    .default(50)
    .describe("Most rows of a page."),
};

export const pageOf = <R extends z.ZodType>(row: R) =>
  z.strictObject({
    data: z.array(row),
    nextCursor: z.string().nullable().describe("Send it as `cursor` for the next page; null on the last."),
  });

/** The types of one operation are known where it is written; lists of them know only what all have in common. */
export function operation<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(
  described: Operation<P, Q, B>,
): Operation {
  return described as unknown as Operation;
}
