import { z } from "zod";
import { key } from "@/server/workflows/schema";
import { pluginKeys } from "./catalogue";
import type { Capability, PluginUse, TestValue } from "./contract";
import type { CircuitState } from "./policy";

const title = z.string().trim().min(1, "Give the connection a name.").max(80);
/** Checked against the plugin's own schema, which only the server can choose. */
const values = z.record(z.string().max(64), z.unknown());
const id = z.string().max(64);

/** How a connection is used with care. None of it can change what a decision is, only whether an answer comes. */
export const connectionLimits = z.strictObject({
  timeoutMs: z
    .int("Write whole milliseconds.")
    .min(100, "At least 100 milliseconds.")
    .max(120_000, "At most 120000 milliseconds.")
    .default(30_000)
    .meta({
      title: "Time limit of one call, in milliseconds",
      description: "A step may ask for less, never for more.",
    }),
  attempts: z.int("Write a whole number.").min(1, "At least 1.").max(5, "At most 5.").default(2).meta({
    title: "Attempts to reach it",
    description:
      "Within one call, when nobody could be reached at all. A step's own attempts come on top, later.",
  }),
  failureThreshold: z
    .int("Write a whole number.")
    .min(1, "At least 1.")
    .max(100, "At most 100.")
    .default(5)
    .meta({ title: "Failures that open the circuit", description: "While it is open nothing is asked." }),
  windowSeconds: z
    .int("Write whole seconds.")
    .min(10, "At least 10 seconds.")
    .max(3600, "At most 3600 seconds.")
    .default(60)
    .meta({ title: "Counted within, in seconds" }),
  openSeconds: z
    .int("Write whole seconds.")
    .min(5, "At least 5 seconds.")
    .max(3600, "At most 3600 seconds.")
    .default(60)
    .meta({ title: "Pause before the next try, in seconds" }),
});
export type ConnectionLimits = z.infer<typeof connectionLimits>;

export const createConnectionInput = z.strictObject({
  plugin: z.enum(pluginKeys, "Choose one of the plugins."),
  /** What workflows call it. */
  key,
  title,
  credentials: values.default({}),
  settings: values.default({}),
  limits: connectionLimits.optional(),
});

/** A try before anything is saved. With `id`, what is not given is taken from the connection. */
export const tryConnectionInput = z.strictObject({
  plugin: z.enum(pluginKeys, "Choose one of the plugins."),
  credentials: values.default({}),
  settings: values.default({}),
});

export const connectionId = z.strictObject({ id });

/** What is absent stays. Credentials are replaced as a whole: what is there cannot be read, so it cannot be edited. */
export const changeConnectionInput = z.strictObject({
  id,
  title: title.optional(),
  settings: values.optional(),
  limits: connectionLimits.optional(),
  credentials: values.optional(),
});

export const switchConnectionInput = z.strictObject({ id, isOn: z.boolean() });

/** `evenIfUsed`: whoever deletes has seen which workflows name it. */
export const deleteConnectionInput = z.strictObject({ id, evenIfUsed: z.boolean().default(false) });

/** The field is asked for only when a setting has one of these values. */
export interface FieldWhen {
  setting: string;
  is: string[];
}

/** What a connection shows. Credentials never come back out. */
export interface ConnectionView {
  id: string;
  key: string;
  plugin: string;
  pluginTitle: string;
  use: PluginUse;
  title: string;
  capabilities: readonly Capability[];
  settings: Record<string, unknown>;
  limits: ConnectionLimits;
  createdAt: Date;
  disabledAt: Date | null;
  lastOkAt: Date | null;
  lastFailedAt: Date | null;
  /** Closed or open, and since when. */
  circuit: { state: CircuitState; since: Date; failures: number; triesAgainAt: Date | null };
}

export interface ConnectionDetail extends ConnectionView {
  testValues: readonly TestValue[];
  credentialsSet: { at: Date; by: string } | null;
}

/** A workflow that names a connection: what would stand still without it. */
export interface ConnectionUse {
  workflowId: string;
  title: string;
  place: "live" | "challenger" | "scheduled" | "draft" | "running";
  version: number | null;
  /** Titles of the nodes that name it. */
  nodes: string[];
  /** Runs of that version that have not ended. */
  openRuns: number;
}

export type CreateConnection = z.infer<typeof createConnectionInput>;
export type ChangeConnection = z.infer<typeof changeConnectionInput>;
