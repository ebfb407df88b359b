import { IconKey, IconPlugConnected, IconSitemap } from "@tabler/icons-react";
import { Need, Needs } from "./needs";

/** The start page of those who build and connect, and may not read what applicants sent. */
export function Builder() {
  return (
    <Needs title="Where to go on">
      <Need
        icon={IconSitemap}
        tone="neutral"
        title="Workflows"
        text="Drafts, versions and what they do"
        href="/workflows"
        verb="Open"
      />
      <Need
        icon={IconPlugConnected}
        tone="neutral"
        title="Connections"
        text="The vendors that checks ask"
        href="/settings/connections"
        verb="Open"
      />
      <Need
        icon={IconKey}
        tone="neutral"
        title="API keys"
        text="How your own systems call Gatehouse"
        href="/settings/api-keys"
        verb="Open"
      />
    </Needs>
  );
}
