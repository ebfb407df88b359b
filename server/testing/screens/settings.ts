import type { Screen } from "./screen";
import { click, follow, inTurn } from "./steps";

export const settings: readonly Screen[] = [
  { name: "api", state: "list", as: "developer", path: "/settings/api" },
  { name: "api", state: "open", as: "developer", path: "/settings/api?op=createDecision" },
  { name: "api", state: "filtered", as: "auditor", path: "/settings/api?q=nothing+says+this" },
  { name: "settings", state: "account", as: "analyst", path: "/settings/account" },
  { name: "settings", state: "workspace", as: "admin", path: "/settings/workspace" },
  { name: "settings", state: "workspace-read", as: "analyst", path: "/settings/workspace" },
  { name: "settings", state: "members", as: "admin", path: "/settings/members" },
  {
    name: "settings",
    state: "member-new",
    as: "admin",
    path: "/settings/members",
    steps: click("Add a member"),
  },
  { name: "settings", state: "queues", as: "admin", path: "/settings/queues" },
  { name: "settings", state: "connections", as: "admin", path: "/settings/connections" },
  {
    name: "settings",
    state: "connect-gallery",
    as: "admin",
    path: "/settings/connections",
    steps: click(/^Connect$/),
  },
  {
    name: "settings",
    state: "connect-http",
    as: "admin",
    path: "/settings/connections",
    steps: inTurn(click(/^Connect$/), click(/^HTTP API/)),
  },
  {
    name: "settings",
    state: "connection-delete",
    as: "admin",
    path: "/settings/connections",
    steps: inTurn(
      follow(/^\/settings\/connections\/[^/?]+/),
      click("More about this connection"),
      click("Delete", "menuitem"),
    ),
  },
  {
    name: "settings",
    state: "connection",
    as: "admin",
    path: "/settings/connections",
    steps: follow(/^\/settings\/connections\/[^/?]+/),
  },
  { name: "settings", state: "api-keys", as: "admin", path: "/settings/api-keys" },
  {
    name: "settings",
    state: "api-key-new",
    as: "admin",
    path: "/settings/api-keys",
    steps: click(/^Create/),
  },
  { name: "settings", state: "sessions", as: "admin", path: "/settings/sessions" },
];
