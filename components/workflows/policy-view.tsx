import { UnstyledButton } from "@mantine/core";
import type { PolicyStep } from "@/server/workflows/policy";
import classes from "./policy-view.module.css";

/** The whole version as numbered sentences, each leading to its node. The text is made from what runs. */
export function PolicyView({
  title,
  outcomes,
  steps,
  onSelect,
}: {
  title: string;
  /** "Outcomes, from least to most severe: …" */
  outcomes: string;
  steps: readonly PolicyStep[];
  onSelect: (node: string) => void;
}) {
  return (
    <article className={classes.page} aria-label={`${title} in sentences`}>
      <p className={classes.outcomes}>{outcomes}</p>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.node} id={`step-${step.node}`}>
            <span className={classes.number}>{step.number}</span>
            <div>
              <h2>
                <UnstyledButton className={classes.link} onClick={() => onSelect(step.node)}>
                  {step.title}
                </UnstyledButton>
              </h2>
              <p>{step.sentence}</p>
              {step.details.length > 0 && (
                <ol className={classes.details}>
                  {step.details.map((detail) => (
                    <li key={detail.number}>
                      <span className={classes.number}>{detail.number}</span>
                      <p>
                        {detail.code && <code>{detail.code}</code>}
                        {detail.sentence}
                      </p>
                    </li>
                  ))}
                </ol>
              )}
              <ul className={classes.exits}>
                {step.exits.map((exit) => (
                  <li key={exit.outlet} data-kind={exit.kind}>
                    {exit.title}
                    {exit.to ? (
                      <>
                        {" → "}
                        <a href={`#step-${exit.to.node}`}>
                          {exit.to.number} {exit.to.title}
                        </a>
                      </>
                    ) : exit.kind === "normal" ? (
                      " → nowhere"
                    ) : (
                      " → stops and asks for attention"
                    )}
                  </li>
                ))}
              </ul>
            </div>
          </li>
        ))}
      </ol>
    </article>
  );
}
