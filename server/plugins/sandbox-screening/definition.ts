import type { VendorDefinition } from "../contract";
import { testValuesOf } from "../sandbox-answers";
import { sandboxCredentials, sandboxSettings } from "../sandbox-credentials";

export const sandboxScreening = {
  key: "sandbox-screening",
  title: "Sandbox sanctions and PEP screening",
  summary: "Looks in no list; the last word of the name chooses the answer.",
  use: "check",
  sandboxOnly: true,
  idempotent: true,
  credentials: sandboxCredentials,
  settings: sandboxSettings,
  address: [],
  capabilities: ["watchlist_screening"],
  probe: { capability: "watchlist_screening", request: { kind: "person", name: "Probe" } },
  testValues: testValuesOf("watchlist_screening"),
} as const satisfies VendorDefinition;
