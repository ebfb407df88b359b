import { Panel } from "@/components/ui/panel";
import type { NodeDefinition, Outlet } from "@/server/engine/node";
import classes from "./node-catalogue.module.css";

const kinds: Record<Outlet["kind"], { word: string; unwired: string }> = {
  normal: { word: "normal", unwired: "Must lead somewhere before the workflow is published." },
  failure: { word: "failure", unwired: "Leading nowhere, the run stops and a member decides." },
  deadline: { word: "deadline", unwired: "Leading nowhere, the run stops and a member decides." },
};

/** The ways out with the settings as they are; settings can add and take away some. */
export function NodeOutlets({
  definition,
  outlets,
  left,
}: {
  definition: NodeDefinition;
  outlets: readonly Outlet[];
  /** Those the example leaves by. */
  left: readonly string[];
}) {
  return (
    <Panel title="Ways out" note="With the settings as they are">
      {outlets.length === 0 ? (
        <p className={classes.quiet}>
          {definition.group === "End" ? "None: the run ends here." : "None with these settings."}
        </p>
      ) : (
        <ul className={classes.outlets}>
          {outlets.map(({ key, title, kind }) => (
            <li key={key} data-taken={left.includes(key) || undefined}>
              <b>{title}</b>
              <code>{key}</code>
              <span className={classes.kind} data-kind={kind}>
                {kinds[kind].word}
              </span>
              {left.includes(key) && <span className={classes.taken}>taken here</span>}
              <span className={classes.quiet}>{kinds[kind].unwired}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
