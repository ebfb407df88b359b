"use client";

import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import type { NodeDefinition } from "@/server/engine/node";
import { settingsSchema } from "@/server/engine/settings-schema";
import classes from "./node-catalogue.module.css";
import { NodeIcon } from "./node-icon";
import { NodeOutlets } from "./node-outlets";
import { NodeSettingsForm } from "./node-settings-form";
import { NodeTryout } from "./node-tryout";
import { kindWords, tileKinds } from "./node-types";
import { useTryout } from "./use-tryout";

/** One type of step, as its definition says: nothing here is written a second time. */
export function NodeType({ definition }: { definition: NodeDefinition }) {
  const [chosen, setChosen] = useState(0);
  const tryout = useTryout(definition, chosen);
  return (
    <article className={classes.type} aria-label={definition.title}>
      <header className={classes.head}>
        <span className={classes.tile} data-kind={tileKinds[definition.kind]} data-size="large">
          <NodeIcon name={definition.icon} size={22} />
        </span>
        <div>
          <h2>{definition.title}</h2>
          <p>{definition.summary}</p>
          <p className={classes.facts}>
            <code>{definition.type}</code>
            <span>version {definition.version}</span>
            <span>{kindWords[definition.kind]}</span>
          </p>
        </div>
      </header>

      <Panel title="Examples" note="Each is played by the interpreter that runs workflows.">
        <ul className={classes.examples}>
          {definition.examples.map((example, i) => (
            <li key={example.name}>
              <button
                type="button"
                aria-pressed={i === chosen}
                onClick={() => {
                  setChosen(i);
                  tryout.reset(i);
                }}
              >
                {example.name}
              </button>
            </li>
          ))}
        </ul>
      </Panel>

      <div className={classes.columns}>
        <Panel
          title="Settings"
          note={
            tryout.isChanged
              ? "Changed from the example"
              : "From the example; change them to see what follows."
          }
          action={
            tryout.isChanged && (
              <button type="button" className={classes.link} onClick={() => tryout.reset(chosen)}>
                Back to the example
              </button>
            )
          }
        >
          <NodeSettingsForm
            key={tryout.round}
            definition={definition}
            value={tryout.config}
            source={tryout.source}
            onChange={tryout.setConfig}
          />
        </Panel>
        <div className={classes.stack}>
          <NodeTryout tryout={tryout} />
          <NodeOutlets definition={definition} outlets={tryout.outlets} left={tryout.played?.outlets ?? []} />
        </div>
      </div>

      <Panel title="As JSON">
        <Json title="This node in a workflow document" value={tryout.node} />
        <Json title="JSON Schema of its settings" value={settingsSchema(definition)} />
      </Panel>
    </article>
  );
}

function Json({ title, value }: { title: string; value: unknown }) {
  return (
    <details className={classes.json}>
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
