import { Skeleton } from "@mantine/core";
import { DateText, DateTimeText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import { capabilities, findPluginDefinition, useWords } from "@/server/plugins/catalogue";
import type { ConnectionDetail, ConnectionUse, ConnectionView } from "@/server/plugins/schema";
import { ChangeCredentials } from "./change-credentials";
import { ChangeLimits } from "./change-limits";
import { ChangeSettings, type SendChange } from "./change-settings";
import { ConnectionHealth } from "./connection-health";
import { ConnectionUses } from "./connection-uses";
import type { TypedConnection } from "./create-connection";
import css from "./plugins.module.css";
import { TestValues } from "./test-values";
import type { Tried } from "./try-connection";
import { isAsked, propertiesOf, wordsOf } from "./zod-fields";

interface ConnectionDetailsProps {
  connection: ConnectionDetail;
  /** Undefined while they are looked for. */
  uses: readonly ConnectionUse[] | undefined;
  /** For those who may change it. */
  change: { send: SendChange; attempt: (typed: TypedConnection) => Promise<Tried> } | undefined;
}

/** What a connection is for, in the words of its steps. */
export const purposeOf = ({ use, capabilities: answers }: ConnectionView): string =>
  use === "check" ? answers.map((one) => capabilities[one]).join(", ") : useWords[use];

export function ConnectionDetails({ connection, uses, change }: ConnectionDetailsProps) {
  const definition = findPluginDefinition(connection.plugin);
  const settings = definition
    ? propertiesOf(definition.settings).filter(([, property]) => isAsked(property, connection.settings))
    : [];
  const { credentialsSet } = connection;
  return (
    <div className={css.stack}>
      <Panel title="How it fares" action={<ConnectionHealth {...connection} />}>
        <dl className={css.facts}>
          <dt>Kind</dt>
          <dd>{connection.pluginTitle}</dd>
          <dt>For</dt>
          <dd>{purposeOf(connection)}</dd>
          <dt>Key in workflows</dt>
          <dd className={css.mono}>{connection.key}</dd>
          {definition && !definition.sandboxOnly && (
            <>
              <dt>Circuit</dt>
              <dd>
                <CircuitWords {...connection} />
              </dd>
            </>
          )}
          {!change &&
            settings.map(([name, property]) => (
              <div key={name} style={{ display: "contents" }}>
                <dt>{property.title ?? name}</dt>
                <dd>{wordsOf(property, connection.settings[name])}</dd>
              </div>
            ))}
          {!change && credentialsSet && (
            <>
              <dt>Credentials</dt>
              <dd>
                Set on <DateTimeText at={credentialsSet.at} /> by {credentialsSet.by}
              </dd>
            </>
          )}
          <dt>Connected</dt>
          <dd>
            <DateText at={connection.createdAt} />
          </dd>
        </dl>
      </Panel>
      <Panel title="Used by" note="Versions in use, open runs and drafts that name it">
        {uses === undefined ? (
          <Skeleton height={32} />
        ) : uses.length === 0 ? (
          <p className={css.intro}>No workflow names it yet.</p>
        ) : (
          <ConnectionUses uses={uses} />
        )}
      </Panel>
      {change && definition && (
        <>
          <Panel title="Name and settings">
            <ChangeSettings connection={connection} definition={definition} {...change} />
          </Panel>
          <Panel title="Credentials">
            <ChangeCredentials connection={connection} definition={definition} send={change.send} />
          </Panel>
          <Panel title="Limits" note="They change whether an answer comes, never what it means">
            <ChangeLimits connection={connection} definition={definition} send={change.send} />
          </Panel>
        </>
      )}
      {connection.testValues.length > 0 && (
        <Panel title="Test values" note="How a value ends chooses the answer" flush>
          <TestValues values={connection.testValues} />
        </Panel>
      )}
    </div>
  );
}

function CircuitWords({ circuit, limits }: ConnectionDetail) {
  const { state, since, failures, triesAgainAt } = circuit;
  if (state === "closed")
    return (
      <>
        Closed since <DateTimeText at={since} />
        {failures > 0 && `, ${failures} of ${limits.failureThreshold} failures counted`}
      </>
    );
  return (
    <>
      Open since <DateTimeText at={since} /> after {failures} {failures === 1 ? "failure" : "failures"};{" "}
      {state === "open" && triesAgainAt ? (
        <>
          tried again from <DateTimeText at={triesAgainAt} />
        </>
      ) : (
        "the next step that needs it tries again"
      )}
      . A test that succeeds closes it at once.
    </>
  );
}
