import { Button, UnstyledButton } from "@mantine/core";
import { IconFileTypePdf, IconPrinter } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AppendixSection } from "@/server/workflows/appendix/policy";
import type { PolicyStep } from "@/server/workflows/policy";
import classes from "./policy-view.module.css";

/** The whole version as numbered sentences, each leading to its node. The text is made from what runs. */
export function PolicyView({
  title,
  standing,
  outcomes,
  steps,
  appendix,
  pdfHref,
  onSelect,
}: {
  title: string;
  /** "Version 3, live, published by Ada on 24 Nov 2026": what a printed page must say of itself. */
  standing?: ReactNode;
  /** "Outcomes, from least to most severe: …" */
  outcomes: string;
  steps: readonly PolicyStep[];
  /** What is said beside the steps: forms, reasons, queues, settings. */
  appendix: readonly AppendixSection[];
  /** Where it can be had on paper; a preview has none. */
  pdfHref?: string;
  onSelect: (node: string) => void;
}) {
  return (
    <article className={classes.page} aria-label={`${title} in sentences`}>
      {pdfHref !== undefined && (
        <div className={classes.top}>
          <h2 className={classes.onPaper}>{title}</h2>
          <p className={classes.standing}>{standing}</p>
          <div className={classes.acts}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPrinter size={16} aria-hidden />}
              onClick={() => window.print()}
            >
              Print
            </Button>
            <Button
              component="a"
              href={pdfHref}
              download
              size="xs"
              variant="default"
              leftSection={<IconFileTypePdf size={16} aria-hidden />}
            >
              PDF
            </Button>
          </div>
        </div>
      )}
      <p className={classes.outcomes}>{outcomes}</p>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li
            key={step.node}
            id={`step-${step.node}`}
            data-inside={step.depth > 0 || undefined}
            style={{ marginInlineStart: step.depth * 28 }}
          >
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
      {appendix.map(({ key, title: name, lines }) => (
        <section key={key} className={classes.section} aria-label={name}>
          <h2>{name}</h2>
          <ul>
            {lines.map(({ code, sentence, depth }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one section never move.
              <li key={i} style={{ marginInlineStart: depth * 20 }}>
                {code && <code>{code}</code>}
                {sentence}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </article>
  );
}
