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

/* The parts of OpenAPI 3.1 that the document uses, each with exactly the fields the specification gives it. */
const text = z.string().min(1);
const schema = z.record(z.string(), z.unknown());
const example = z.strictObject({ summary: text, value: z.unknown() });
const content = z.record(
  z.string().regex(/^\w+\/[\w.+-]+$/),
  z.strictObject({ schema: schema.optional(), examples: z.record(z.string(), example).optional() }),
);
const reference = z.strictObject({ $ref: z.string().regex(/^#\/components\/\w+\/\w+$/) });
const response = z.strictObject({
  description: text,
  headers: z.record(z.string(), z.strictObject({ description: text, schema })).optional(),
  content: content.optional(),
});
const parameter = z
  .strictObject({
    name: text,
    in: z.enum(["path", "query", "header"]),
    required: z.boolean(),
    description: text.optional(),
    schema,
  })
  .refine((one) => one.in !== "path" || one.required);
const chapterSchema = z.strictObject({
  operationId: text,
  tags: z.array(text),
  summary: text,
  description: text,
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(parameter).optional(),
  requestBody: z.strictObject({ required: z.boolean(), description: text.optional(), content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.union([reference, response])),
});
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: text,
    version: text,
    description: text,
    license: z.strictObject({ name: text, identifier: text }),
  }),
  servers: z.array(z.strictObject({ url: z.url() })),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "post", "patch", "delete"]), chapterSchema),
  ),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), z.strictObject({ type: text, scheme: text, description: text })),
    schemas: z.record(z.string(), schema),
    responses: z.record(z.string(), response),
  }),
});

/** Every schema in the document, wherever it stands. */
function schemasIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "schema" in value && typeof value.schema === "object" && value.schema ? [value.schema] : [];
  return [...own, ...Object.values(value).flatMap(schemasIn)];
}

describe("the OpenAPI document", () => {
  it("has the parts of OpenAPI 3.1 and no others, and every reference leads somewhere", () => {
    const plain = JSON.parse(JSON.stringify(document));
    expect(openApi.safeParse(plain).error?.issues ?? []).toEqual([]);
    expect(openApi.safeParse({ ...plain, info: undefined }).success).toBe(false);
    for (const [, to = ""] of JSON.stringify(plain).matchAll(/"\$ref":"#\/([^"]+)"/g))
      expect(
        to.split("/").reduce((at, key) => at?.[key], plain),
        to,
      ).toBeDefined();
  });

  it("describes bodies by schemas that a validator reads", () => {
    const schemas = schemasIn(JSON.parse(JSON.stringify(document)));
    expect(schemas.length).toBeGreaterThan(100);
    for (const one of schemas)
      if (!("$ref" in one)) expect(() => new Validator(one, "2020-12").validate({})).not.toThrow();
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
        operation.method === "get" ||
          ["validateWorkflow", "evaluateRules", "exportRules", "importRules", "checkList"].includes(
            operation.id,
          ),
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
