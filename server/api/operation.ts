import { z } from "zod";
import type { ApiScope } from "@/server/workspaces/policy";

/** One operation of the public API, described once: its handler's gates and its chapter of the document derive from it. */
export interface Operation<P extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType> {
  id: string;
  method: "get" | "post";
  /** With `{names}` for what `params` parses. */
  path: `/api/v1/${string}`;
  /** What the key must be allowed to do. */
  scope: ApiScope;
  summary: string;
  description: string;
  params: P;
  body: B | undefined;
  /** Changes data: needs an Idempotency-Key, and its first answer is replayed. */
  once: boolean;
  answers: Record<number, { description: string; schema: z.ZodType }>;
  /** Real requests: the document shows them, a test sends them. */
  examples: {
    name: string;
    params?: Record<string, string>;
    body?: unknown;
    status: number;
    answer: unknown;
  }[];
}

/** For operations whose address says everything. */
export const noParams = z.strictObject({});

export function operation<P extends z.ZodObject, B extends z.ZodType>(
  described: Operation<P, B>,
): Operation<P, B> {
  return described;
}
