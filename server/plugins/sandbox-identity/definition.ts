import type { VendorDefinition } from "../contract";
import { testValuesOf } from "../sandbox-answers";
import { sandboxCredentials, sandboxSettings } from "../sandbox-credentials";

export const sandboxIdentity = {
  key: "sandbox-identity",
  title: "Sandbox identity documents",
  summary: "Reads no document; the last two digits of its number, or else the last name, choose the answer.",
  use: "check",
  sandboxOnly: true,
  idempotent: true,
  credentials: sandboxCredentials,
  settings: sandboxSettings,
  address: [],
  capabilities: ["identity_document"],
  probe: {
    capability: "identity_document",
    request: {
      firstName: "Probe",
      lastName: "Probe",
      dateOfBirth: "1990-01-01",
      documentIds: [],
      documentNumber: "P000000",
    },
  },
  testValues: testValuesOf("identity_document"),
} as const satisfies VendorDefinition;
