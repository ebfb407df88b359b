import { z } from "zod";
import { key } from "@/server/workflows/schema";
import { pluginKeys } from "./catalogue";
import type { Capability, TestValue } from "./contract";

const title = z.string().trim().min(1, "Give the connection a name.").max(80);
/** Checked against the plugin's own schema, which only the server can choose. */
const values = z.record(z.string().max(64), z.unknown()).default({});

export const createConnectionInput = z.strictObject({
  plugin: z.enum(pluginKeys, "Choose one of the plugins."),
  /** What workflows call it. */
  key,
  title,
  credentials: values,
  settings: values,
});

export const connectionId = z.strictObject({ id: z.string().max(64) });

export const changeCredentialsInput = z.strictObject({ id: z.string().max(64), credentials: values });

/** What a connection shows. Credentials never come back out. */
export interface ConnectionView {
  id: string;
  key: string;
  plugin: string;
  pluginTitle: string;
  title: string;
  capabilities: readonly Capability[];
  settings: Record<string, unknown>;
  createdAt: Date;
  lastOkAt: Date | null;
  lastFailedAt: Date | null;
}

export interface ConnectionDetail extends ConnectionView {
  testValues: readonly TestValue[];
}

export type CreateConnection = z.infer<typeof createConnectionInput>;
export type ChangeCredentials = z.infer<typeof changeCredentialsInput>;
