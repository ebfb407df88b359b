import { sql } from "drizzle-orm";
import { foreignKey, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { at, idText, sealed, workspaceId } from "../columns";
import { roles, workspaceKinds } from "../enums/enums";

/** How a workspace looks to applicants, and the settings of its casework. */
export interface WorkspaceSettings {
  /** Shown on applicant pages instead of ours. */
  brandName: string;
  /** Accent of applicant pages, `#rrggbb`. */
  brandColor: string;
  supportEmail: string;
  /** A human decision can be undone for this many seconds. */
  decisionDelaySeconds: number;
  /** Days an applicant link stays valid. */
  linkDays: number;
  /** A change to what runs live needs a second person. Absent in workspaces older than the setting: no. */
  publishNeedsApproval?: boolean;
}

export const workspaces = pgTable("workspaces", {
  id: idText("id").primaryKey(),
  name: text("name").notNull(),
  kind: text("kind", { enum: workspaceKinds }).notNull(),
  timeZone: text("time_zone").notNull().default("UTC"),
  settings: jsonb("settings").$type<WorkspaceSettings>().notNull(),
  createdAt: at("created_at").notNull(),
});

/** Which keys this database was made with, so that a start with others is refused before it does harm. */
export const keyFingerprints = pgTable("key_fingerprints", {
  /** `master` or `seal`. */
  name: text("name").primaryKey(),
  fingerprint: text("fingerprint").notNull(),
});

/** A person's sign-in. One login may be a member of several workspaces. */
export const users = pgTable("users", {
  id: idText("id").primaryKey(),
  /** Lower case, one address. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  passwordHash: text("password_hash").notNull(),
  disabledAt: at("disabled_at"),
  createdAt: at("created_at").notNull(),
});

/** A signed-in browser. The cookie names it; every request checks it, so ending one works at once. */
export const sessions = pgTable("sessions", {
  id: idText("id").primaryKey(),
  userId: idText("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  createdAt: at("created_at").notNull(),
  lastSeenAt: at("last_seen_at").notNull(),
  expiresAt: at("expires_at").notNull(),
  revokedAt: at("revoked_at"),
  device: text("device").notNull(),
});

/** Failed sign-ins and other throttled tries, counted across all processes. */
export const attempts = pgTable("attempts", {
  /** Hash of what is throttled: the account, the address, or all. */
  bucket: idText("bucket").primaryKey(),
  failures: integer("failures").notNull(),
  lastAt: at("last_at").notNull(),
});

export const members = pgTable(
  "members",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    userId: idText("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role", { enum: roles }).notNull(),
    name: text("name").notNull(),
    createdAt: at("created_at").notNull(),
    removedAt: at("removed_at"),
    /** Guides they have been through or sent away; on whichever device, they do not come by themselves again. */
    guidesDone: text("guides_done").array().notNull().default(sql`'{}'`),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique().on(t.workspaceId, t.userId)],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    name: text("name").notNull(),
    /** First characters, so that a person recognises the key. */
    prefix: text("prefix").notNull(),
    hash: idText("hash").notNull().unique(),
    scopes: jsonb("scopes").$type<string[]>().notNull(),
    createdBy: idText("created_by").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at"),
    revokedAt: at("revoked_at"),
    lastUsedAt: at("last_used_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** A key per party, wrapped by the master key. Destroying it erases every sealed value of the party. */
export const partyKeys = pgTable(
  "party_keys",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    partyId: idText("party_id").notNull(),
    wrapped: sealed("wrapped"),
    createdAt: at("created_at").notNull(),
    destroyedAt: at("destroyed_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.partyId] })],
);

/** The first answer to a request with an Idempotency-Key, replayed to its copies for 24 hours. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    actorId: idText("actor_id").notNull(),
    key: idText("key").notNull(),
    requestDigest: text("request_digest").notNull(),
    status: integer("status"),
    response: sealed("response"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.actorId, t.key] })],
);

export const queues = pgTable(
  "queues",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    key: idText("key").notNull(),
    title: text("title").notNull(),
    slaHours: integer("sla_hours").notNull(),
    checklist: jsonb("checklist").$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] })],
);

/** A configured plugin: credentials, address and limits only. What can change a decision sits on the node. */
export const connections = pgTable(
  "connections",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    key: idText("key").notNull(),
    plugin: text("plugin").notNull(),
    title: text("title").notNull(),
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull(),
    /** Time-out, attempts and when the circuit opens; what is absent is the default. */
    limits: jsonb("limits").$type<Record<string, number>>().notNull().default({}),
    /** Write-only, under the master key. */
    credentials: sealed("credentials").notNull(),
    credentialsSetAt: at("credentials_set_at"),
    credentialsSetBy: idText("credentials_set_by"),
    createdAt: at("created_at").notNull(),
    /** Switched off by a person: nothing is asked through it. */
    disabledAt: at("disabled_at"),
    lastOkAt: at("last_ok_at"),
    lastFailedAt: at("last_failed_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique().on(t.workspaceId, t.key)],
);

/** The circuit breaker of a connection, one for all workers. No row: closed since the connection was made. */
export const connectionCircuits = pgTable(
  "connection_circuits",
  {
    workspaceId: workspaceId(),
    connectionId: idText("connection_id").notNull(),
    /** Failures since `countedFrom`; a success forgets them. */
    failures: integer("failures").notNull(),
    countedFrom: at("counted_from").notNull(),
    /** Since when nothing is asked; null while closed. */
    openedAt: at("opened_at"),
    /** Until then one caller is trying whether the vendor is back. */
    probingUntil: at("probing_until"),
    /** When it last opened or closed. */
    changedAt: at("changed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connectionId] }),
    foreignKey({
      columns: [t.workspaceId, t.connectionId],
      foreignColumns: [connections.workspaceId, connections.id],
    }).onDelete("cascade"),
  ],
);
