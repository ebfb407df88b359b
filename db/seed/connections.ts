import type { Context } from "@/server/context";
import { createConnection } from "@/server/plugins/create-connection";
import { createConnectionInput } from "@/server/plugins/schema";
import { testConnection } from "@/server/plugins/test-connection";

/** The four sandbox vendors, under the keys that the templates' checks name. */
export const demoConnections = [
  { key: "registry", plugin: "sandbox-registry", title: "Company registry (sandbox)" },
  { key: "screening", plugin: "sandbox-screening", title: "Sanctions and PEP screening (sandbox)" },
  { key: "identity", plugin: "sandbox-identity", title: "Identity documents (sandbox)" },
  { key: "bank", plugin: "sandbox-bank", title: "Bank account names (sandbox)" },
] as const;

/** Connects and tests them, so that their page shows a vendor that answered. */
export async function addConnections(ctx: Context): Promise<void> {
  for (const connection of demoConnections) {
    const { id } = await createConnection(ctx, createConnectionInput.parse(connection));
    const test = await testConnection(ctx, { id });
    if (!test.ok) throw new Error(`the ${connection.key} connection did not answer: ${test.message}`);
  }
}
