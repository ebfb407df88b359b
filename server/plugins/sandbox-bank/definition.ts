import type { VendorDefinition } from "../contract";
import { testValuesOf } from "../sandbox-answers";
import { sandboxCredentials, sandboxSettings } from "../sandbox-credentials";

export const sandboxBank = {
  key: "sandbox-bank",
  title: "Sandbox bank account names",
  summary: "Calls no bank; the last two digits of the account number or IBAN choose the answer.",
  use: "check",
  sandboxOnly: true,
  idempotent: true,
  credentials: sandboxCredentials,
  settings: sandboxSettings,
  address: [],
  capabilities: ["bank_account_name"],
  probe: {
    capability: "bank_account_name",
    request: { holder: "Probe Limited", sortCode: "200000", accountNumber: "12345600", country: "GB" },
  },
  testValues: testValuesOf("bank_account_name"),
} as const satisfies VendorDefinition;
