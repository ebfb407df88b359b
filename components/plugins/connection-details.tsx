import { DateText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import { capabilities, findPluginDefinition } from "@/server/plugins/catalogue";
import type { ConnectionDetail } from "@/server/plugins/schema";
import { ChangeCredentials } from "./change-credentials";
import { ConnectionHealth } from "./connection-health";
import css from "./plugins.module.css";
import { TestValues } from "./test-values";
import { propertiesOf } from "./zod-fields";

interface ConnectionDetailsProps {
  connection: ConnectionDetail;
  send: ((credentials: Record<string, unknown>) => Promise<unknown>) | undefined;
}

export function ConnectionDetails({ connection, send }: ConnectionDetailsProps) {
  const definition = findPluginDefinition(connection.plugin);
  const settings = definition ? propertiesOf(definition.settings) : [];
  return (
    <div className={css.stack}>
      <Panel
        title="How it fares"
        action={<ConnectionHealth lastOkAt={connection.lastOkAt} lastFailedAt={connection.lastFailedAt} />}
      >
        <dl className={css.facts}>
          <dt>Vendor</dt>
          <dd>{connection.pluginTitle}</dd>
          <dt>Answers</dt>
          <dd>{connection.capabilities.map((one) => capabilities[one]).join(", ")}</dd>
          <dt>Key in workflows</dt>
          <dd className={css.mono}>{connection.key}</dd>
          {settings.map(([name, property]) => (
            <div key={name} style={{ display: "contents" }}>
              <dt>{property.title ?? name}</dt>
              <dd>{String(connection.settings[name] ?? "Not set")}</dd>
            </div>
          ))}
          <dt>Connected</dt>
          <dd>
            <DateText at={connection.createdAt} />
          </dd>
        </dl>
      </Panel>
      {send && definition && (
        <Panel title="Credentials">
          <ChangeCredentials schema={definition.credentials} send={send} />
        </Panel>
      )}
      {connection.testValues.length > 0 && (
        <Panel title="Test values" note="How a value ends chooses the answer" flush>
          <TestValues values={connection.testValues} />
        </Panel>
      )}
    </div>
  );
}
