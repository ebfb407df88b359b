import {
  IconBriefcase,
  IconHome,
  IconListDetails,
  IconMail,
  IconRoute,
  IconSettings,
  IconShieldCheck,
  IconSitemap,
  IconUsers,
} from "@tabler/icons-react";
import type { Room } from "@/components/shell/room";
import type { Role } from "@/db/enums/enums";
import { can, type Permission } from "@/server/workspaces/policy";

/** The rail, from top to bottom: one line per room that exists, and what one must be allowed to see it. */
const rooms: readonly (Room & { permission: Permission })[] = [
  { href: "/home", title: "Home", icon: IconHome, key: "h", permission: "workspace.view" },
  { href: "/cases", title: "Cases", icon: IconBriefcase, key: "c", permission: "cases.view" },
  { href: "/parties", title: "Parties", icon: IconUsers, key: "p", permission: "parties.view" },
  { href: "/workflows", title: "Workflows", icon: IconSitemap, key: "w", permission: "workflows.view" },
  { href: "/runs", title: "Runs", icon: IconRoute, key: "r", permission: "runs.view" },
  { href: "/lists", title: "Lists", icon: IconListDetails, key: "l", permission: "lists.view" },
  { href: "/mailbox", title: "Mailbox", icon: IconMail, key: "m", permission: "messages.view" },
  { href: "/audit", title: "Audit", icon: IconShieldCheck, key: "a", permission: "audit.read" },
  { href: "/settings", title: "Settings", icon: IconSettings, key: "s", permission: "account.view" },
];

export const roomsOf = (role: Role): Room[] =>
  rooms.filter(({ permission }) => can({ kind: "member", role }, permission));

/** The pages of Settings, as the role may see them. */
const settings: readonly { href: string; title: string; permission: Permission }[] = [
  { href: "/settings/account", title: "Your account", permission: "account.view" },
  { href: "/settings/workspace", title: "Workspace", permission: "workspace.view" },
  { href: "/settings/members", title: "Members", permission: "members.view" },
  { href: "/settings/queues", title: "Queues", permission: "queues.view" },
  { href: "/settings/connections", title: "Connections", permission: "connections.view" },
  { href: "/settings/webhooks", title: "Webhooks", permission: "webhooks.view" },
  { href: "/settings/api-keys", title: "API keys", permission: "apiKeys.view" },
  { href: "/settings/api", title: "API", permission: "workspace.view" },
  { href: "/settings/sessions", title: "Sessions", permission: "sessions.view" },
];

export const settingsOf = (role: Role) =>
  settings.filter(({ permission }) => can({ kind: "member", role }, permission));
