import { existsSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import type {
  EffectNode,
  Leave,
  NodeDefinition,
  NodeExample,
  NodeScope,
  PlanSource,
  WaitNode,
} from "@/server/engine/node";
import { nodeCatalogue } from "./catalogue";

const baseSource: PlanSource = {
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "request_info", title: "Request information", kind: "request" },
    { key: "review", title: "Review", kind: "review" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {},
  rules: {},
  forms: {},
  reasonCodes: {},
  settings: {
    timeZone: "UTC",
    leapDayBirthday: "03-01",
    visitLimit: 25,
    queues: {},
    documentTypes: {},
  },
};

function scopeOf(example: NodeExample<unknown>): NodeScope {
  return {
    node: "this",
    visit: 1,
    at: "2026-01-31T12:00:00.000Z",
    data: { input: {}, party: {}, forms: {}, nodes: {}, values: {}, ...example.data },
    proposals: example.proposals ?? [],
    source: { ...baseSource, ...example.source },
  };
}

function effectLeave(node: EffectNode, config: unknown, example: NodeExample<unknown>): Leave {
  const scope = scopeOf(example);
  const requests = node.requests(config, scope);
  for (const asked of Object.keys(example.answers ?? {}))
    expect(requests.map((request) => request.scope)).toContain(asked);
  return node.settle(
    config,
    scope,
    requests.map((request) =>
      example.answers && Object.hasOwn(example.answers, request.scope)
        ? { scope: request.scope, output: example.answers[request.scope] ?? null }
        : { scope: request.scope, error: { kind: "unavailable", message: "down" } },
    ),
  );
}

function waitLeave(node: WaitNode, config: unknown, example: NodeExample<unknown>): Leave | undefined {
  const scope = scopeOf(example);
  const payload = example.answers?.[""];
  if (payload === undefined) return node.skip?.(config, scope);
  expect(node.skip?.(config, scope)).toBeUndefined();
  expect(node.request(config, scope)).toEqual(JSON.parse(JSON.stringify(node.request(config, scope))));
  return node.accept(config, scope, payload as never);
}

function leaveOf(node: NodeDefinition, example: NodeExample<unknown>): Leave | undefined {
  const config = node.config.parse(example.config);
  const scope = scopeOf(example);
  if (node.kind === "pure") return node.prepare(config, scope.source)(scope);
  return node.kind === "effect" ? effectLeave(node, config, example) : waitLeave(node, config, example);
}

describe.each(Object.entries<NodeDefinition>(nodeCatalogue))("%s", (type, node) => {
  it("is what its key says, with a picture that exists", () => {
    expect(node.type).toBe(type);
    const name = node.icon.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
    expect(existsSync(`node_modules/@tabler/icons-react/dist/esm/icons/Icon${name}.mjs`)).toBe(true);
  });

  it("has a form for its settings, each field with a title", () => {
    const schema = z.toJSONSchema(node.config, { target: "draft-07", io: "input" }) as {
      properties?: { [field: string]: { title?: string } };
      oneOf?: { title?: string }[];
    };
    expect(schema.properties ?? schema.oneOf).toBeDefined();
    for (const [field, { title }] of Object.entries(schema.properties ?? {}))
      expect(title, field).toBeTruthy();
    for (const choice of schema.oneOf ?? []) expect(choice.title).toBeTruthy();
  });

  it("refuses settings it does not know", () => {
    const [example] = node.examples;
    expect(node.config.safeParse({ ...(example?.config as object), surprise: 1 }).success).toBe(false);
  });

  it("has at least two examples", () => expect(node.examples.length).toBeGreaterThan(1));

  test.each(node.examples.map((example) => [example.name, example] as const))("%s", (_, example) => {
    const config = node.config.parse(example.config);
    const source = scopeOf(example).source;
    const outlets = node.outlets(config, source);
    expect(new Set(outlets.map(({ key }) => key)).size).toBe(outlets.length);
    const before = JSON.stringify([example, source]);

    const leave = leaveOf(node, example);
    expect(leave?.outlet).toBe(example.outlet);
    if (outlets.length > 0) expect(outlets.map(({ key }) => key)).toContain(example.outlet);
    else expect(leave?.decision).toBeDefined();
    expect(leave?.output ?? {}).toMatchObject(example.output ?? {});
    expect(JSON.parse(JSON.stringify(leave))).toEqual(leave);
    expect(leaveOf(node, example)).toEqual(leave);
    expect(JSON.stringify([example, source])).toBe(before);

    const sentence = node.describe(config, source);
    expect(sentence).toMatch(/^["“A-Z0-9].*\.$/);
    expect(sentence).not.toMatch(/undefined|\[object/);
    expect(() => node.references?.(config, source)).not.toThrow();
  });
});
