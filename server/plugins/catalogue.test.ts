import { describe, expect, test } from "vitest";
import { z } from "zod";
import { callPlugin } from "./call";
import { pluginCatalogue } from "./catalogue";
import { isVendor, type PluginDefinition, requestSchemas, type VendorDefinition } from "./contract";
import { findPlugin } from "./plugins";

describe.each(Object.entries<PluginDefinition>(pluginCatalogue))("%s", (key, definition) => {
  test("is what its key says, here and among the implementations", () => {
    expect(definition.key).toBe(key);
    expect(findPlugin(key)?.definition).toBe(definition);
  });

  test("has forms for its credentials and settings", () => {
    for (const schema of [definition.credentials, definition.settings])
      expect(z.toJSONSchema(schema, { target: "draft-07", io: "input" })).toMatchObject({ type: "object" });
  });

  test("names an address among its settings, and only settings", () => {
    for (const field of definition.address) expect(Object.keys(definition.settings.shape)).toContain(field);
  });

  if (definition.use === "check") vendorPromises(key, definition);
});

function vendorPromises(key: string, definition: VendorDefinition) {
  test("lists test values for what it can do, each ending once", () => {
    const endings = (definition.testValues ?? []).map((value) => `${value.field}/${value.suffix}`);
    expect(endings.length).toBeGreaterThan(0);
    expect(new Set(endings).size).toBe(endings.length);
    for (const value of definition.testValues ?? [])
      expect(definition.capabilities).toContain(value.capability);
  });

  test("answers its own probe", async () => {
    const { capability, request } = definition.probe;
    expect(requestSchemas[capability].safeParse(request).success).toBe(true);
    const plugin = findPlugin(key);
    if (!plugin || !isVendor(plugin)) throw new Error("no implementation");
    const result = await callPlugin({
      plugin,
      capability,
      request,
      credentials: {},
      settings: {},
      idempotencyKey: "probe",
      attempt: 1,
      timeoutMs: 2_000,
      at: new Date("2026-11-24T10:00:00Z"),
    });
    expect(result).toMatchObject({ ok: true });
  });
}
