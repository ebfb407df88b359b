import type { Role } from "@/db/enums/enums";

/** What a member may do, named after verbs. A verb that is not here cannot be called through any door. */
export const permissions = [
  "account.view",
  "account.change",
  "workspace.view",
  "workspace.change",
  "queues.view",
  "queues.change",
  "members.view",
  "members.change",
  "sessions.view",
  "sessions.end",
  "apiKeys.view",
  "apiKeys.create",
  "apiKeys.revoke",
  "connections.view",
  "connections.change",
  "webhooks.view",
  "webhooks.change",
  "webhooks.replay",
  "workflows.view",
  "workflows.edit",
  "workflows.approve",
  "workflows.publish",
  "workflows.overrideTests",
  "lists.view",
  "lists.change",
  "lists.approve",
  "lists.manage",
  "applications.view",
  "applications.create",
  "applications.invite",
  "applications.answer",
  "applications.cancel",
  "parties.view",
  "parties.change",
  "parties.erase",
  "documents.view",
  "cases.view",
  "cases.assign",
  "cases.note",
  "cases.decide",
  "cases.confirm",
  "cases.reopen",
  "runs.view",
  "runs.resolve",
  "runs.cancel",
  "runs.migrate",
  "runs.signal",
  "decisions.view",
  "decisions.create",
  "decisions.rerun",
  "backtests.run",
  "labels.view",
  "labels.change",
  "messages.view",
  "audit.read",
] as const;

export type Permission = (typeof permissions)[number];

/** The one thing an applicant's browser may do: fill the application its link belongs to. */
export const applicantPermissions = ["collection.fill"] as const;
export type ApplicantPermission = (typeof applicantPermissions)[number];

/** What an API key can be given. A key has exactly the scopes it was made with. */
export const apiScopes = [
  "applications.create",
  "applications.view",
  "applications.invite",
  "applications.answer",
  "applications.cancel",
  "documents.view",
  "decisions.create",
  "decisions.view",
  "parties.view",
  "parties.change",
  "cases.view",
  "cases.assign",
  "cases.note",
  "runs.view",
  "runs.signal",
  "runs.resolve",
  "runs.cancel",
  "workflows.view",
  "lists.view",
  "lists.change",
  "webhooks.view",
  "webhooks.change",
  "webhooks.replay",
  "labels.view",
  "labels.change",
] as const satisfies readonly Permission[];

export type ApiScope = (typeof apiScopes)[number];

const everyone: Permission[] = ["account.view", "account.change", "workspace.view", "queues.view"];

const reading: Permission[] = [
  "workflows.view",
  "lists.view",
  "applications.view",
  "parties.view",
  "documents.view",
  "cases.view",
  "runs.view",
  "decisions.view",
  "labels.view",
  "messages.view",
];

const casework: Permission[] = [
  ...reading,
  "applications.create",
  "applications.invite",
  "parties.change",
  "lists.change",
  "cases.assign",
  "cases.note",
  "cases.decide",
  "decisions.rerun",
];

const rolePermissions: Record<Role, ReadonlySet<Permission>> = {
  admin: new Set(permissions),
  risk_manager: new Set<Permission>([
    ...everyone,
    ...casework,
    "lists.approve",
    "lists.manage",
    "cases.confirm",
    "cases.reopen",
    "parties.erase",
    "runs.resolve",
    "runs.cancel",
    "runs.migrate",
    "runs.signal",
    "applications.cancel",
    "workflows.edit",
    "workflows.approve",
    "workflows.publish",
    "decisions.create",
    "backtests.run",
    "labels.change",
    "queues.change",
    "members.view",
    "connections.view",
    "audit.read",
  ]),
  analyst: new Set<Permission>([...everyone, ...casework]),
  senior_analyst: new Set<Permission>([
    ...everyone,
    ...casework,
    "lists.approve",
    "cases.confirm",
    "cases.reopen",
    "runs.resolve",
    "audit.read",
  ]),
  auditor: new Set<Permission>([
    ...everyone,
    ...reading,
    "decisions.rerun",
    "members.view",
    "sessions.view",
    "apiKeys.view",
    "connections.view",
    "webhooks.view",
    "audit.read",
  ]),
  // Builds and connects: may send data in, and never reads an applicant's.
  developer: new Set<Permission>([
    ...everyone,
    "workflows.view",
    "workflows.edit",
    "connections.view",
    "connections.change",
    "webhooks.view",
    "webhooks.change",
    "webhooks.replay",
    "apiKeys.view",
    "apiKeys.create",
    "apiKeys.revoke",
    "applications.create",
    "applications.answer",
    "decisions.create",
  ]),
};

/** As much of an actor as a permission depends on. */
export type Who =
  | { kind: "member"; role: Role }
  | { kind: "api_key"; scopes: readonly string[] }
  | { kind: "applicant" }
  | { kind: "system" };

/** Whether the actor may. Everything not granted here is denied. */
export function can(who: Who, permission: Permission | ApplicantPermission): boolean {
  switch (who.kind) {
    case "system":
      return true;
    case "member":
      return rolePermissions[who.role]?.has(permission as Permission) ?? false;
    case "api_key":
      return (apiScopes as readonly string[]).includes(permission) && who.scopes.includes(permission);
    case "applicant":
      return (applicantPermissions as readonly string[]).includes(permission);
  }
}

/** The scopes an actor may put into a key: none that it does not hold itself. */
export function grantableScopes(who: Who): ApiScope[] {
  return apiScopes.filter((scope) => can(who, scope));
}

/** Names of the roles, as people read them. */
export const roleTitles: Record<Role, string> = {
  admin: "Admin",
  risk_manager: "Risk manager",
  analyst: "Analyst",
  senior_analyst: "Senior analyst",
  auditor: "Auditor",
  developer: "Developer",
};
