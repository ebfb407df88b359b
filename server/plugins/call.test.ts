import { describe, expect, test } from "vitest";
import { z } from "zod";
import { callPlugin } from "./call";
import { type CheckAnswer, type PluginCall, PluginFailure, type VendorPlugin } from "./contract";

const clear: CheckAnswer = {
  status: "clear",
  label: "No hits",
  sentence: "No entry.",
  details: { hits: [] },
  source: "Test",
};

function vendor(check: (call: PluginCall) => Promise<unknown>, idempotent = true): VendorPlugin {
  return {
    definition: {
      key: "test",
      title: "Test vendor",
      summary: "Answers as told.",
      use: "check",
      sandboxOnly: true,
      idempotent,
      address: [],
      credentials: z.strictObject({}),
      settings: z.strictObject({}),
      capabilities: ["watchlist_screening"],
      probe: { capability: "watchlist_screening", request: { kind: "person", name: "Probe" } },
    },
    check: (_capability, _request, _credentials, _settings, call) => check(call) as Promise<CheckAnswer>,
  };
}

const ask = (plugin: VendorPlugin, more: Partial<Parameters<typeof callPlugin>[0]> = {}) =>
  callPlugin({
    plugin,
    credentials: {},
    settings: {},
    capability: "watchlist_screening",
    request: { kind: "person", name: "Jane Miller" },
    idempotencyKey: "run_1:screen::1",
    attempt: 1,
    timeoutMs: 1_000,
    at: new Date("2026-11-24T10:00:00Z"),
    ...more,
  });

const never = () => new Promise<never>(() => {});

describe("callPlugin", () => {
  test("hands over a well-formed answer", async () => {
    expect(await ask(vendor(async () => clear))).toEqual({ ok: true, answer: clear });
  });

  test.each([
    ["nothing", undefined],
    ["a status we do not have", { ...clear, status: "fine" }],
    ["an extra field", { ...clear, verdict: "clear" }],
    ["missing facts", { ...clear, details: {} }],
    ["a list that is unknown to us", { ...clear, details: { hits: [{ list: "clear" }] } }],
  ])("calls %s garbage", async (_, answer) => {
    expect(await ask(vendor(async () => answer))).toMatchObject({ ok: false, error: { kind: "garbage" } });
  });

  test("does not ask when the question lacks a field, and names the field, not its value", async () => {
    let asked = 0;
    const plugin = vendor(async () => {
      asked += 1;
      return clear;
    });
    const result = await ask(plugin, { request: { kind: "person" } });
    expect(result).toMatchObject({ ok: false, error: { kind: "input_missing" } });
    expect(result.ok || result.error.message).toContain("name");
    expect(asked).toBe(0);
  });

  test("refuses what the vendor cannot do", async () => {
    expect(
      await ask(
        vendor(async () => clear),
        { capability: "company_lookup" },
      ),
    ).toMatchObject({
      ok: false,
      error: { kind: "refused" },
    });
  });

  test("leaves a vendor behind that ignores the time limit", async () => {
    expect(await ask(vendor(never), { timeoutMs: 20 })).toMatchObject({
      ok: false,
      error: { kind: "timeout" },
    });
  });

  test("calls a lost answer unknown when the vendor would charge twice", async () => {
    expect(await ask(vendor(never, false), { timeoutMs: 20 })).toMatchObject({
      ok: false,
      error: { kind: "unknown" },
    });
  });

  test("throws when it is ended from outside: nobody knows whether the vendor was asked", async () => {
    const stop = new AbortController();
    const asking = ask(
      vendor((call) => {
        stop.abort(new Error("shutting down"));
        return call.signal.aborted ? Promise.reject(call.signal.reason) : never();
      }),
      { signal: stop.signal },
    );
    await expect(asking).rejects.toThrow("shutting down");
  });

  test.each(["unavailable", "refused", "garbage", "input_missing"] as const)("passes on %s", async (kind) => {
    const plugin = vendor(() => Promise.reject(new PluginFailure(kind, "because")));
    expect(await ask(plugin)).toEqual({ ok: false, error: { kind, message: "because" } });
  });

  test("keeps an unexplained failure's words to itself", async () => {
    const plugin = vendor(() => Promise.reject(new Error("could not read Jane Miller")));
    const result = await ask(plugin);
    expect(result).toMatchObject({ ok: false, error: { kind: "garbage" } });
    expect(JSON.stringify(result)).not.toContain("Jane");
  });
});
