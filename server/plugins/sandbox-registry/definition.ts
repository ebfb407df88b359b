import type { VendorDefinition } from "../contract";
import { testValuesOf } from "../sandbox-answers";
import { sandboxCredentials, sandboxSettings } from "../sandbox-credentials";

export const sandboxRegistry = {
  key: "sandbox-registry",
  title: "Sandbox company registry",
  summary: "Invents a registry entry; the last two digits of the registration number choose the answer.",
  use: "check",
  sandboxOnly: true,
  idempotent: true,
  credentials: sandboxCredentials,
  settings: sandboxSettings,
  address: [],
  capabilities: ["company_lookup"],
  probe: {
    capability: "company_lookup",
    request: { country: "GB", registrationNumber: "01234500", name: "Probe Limited" },
  },
  testValues: testValuesOf("company_lookup"),
} as const satisfies VendorDefinition;
