import { Accordion, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { IconButton } from "@/components/ui/icon-button";
import css from "./api-reference.module.css";

interface Operation {
  id: string;
  method: string;
  path: string;
  scope: string;
  summary: string;
  description: string;
  examples: { name: string; curl: string; status: number; answer: string | null }[];
}

/** One operation: what it does, what a key needs for it, and commands with their answers. */
export function ApiOperation({ operation, isOpen }: { operation: Operation; isOpen: boolean }) {
  const { id, method, path, scope, summary, description, examples } = operation;
  return (
    <Accordion.Item value={id}>
      <Accordion.Control>
        <span className={css.operation}>
          <b>{summary}</b>
          <span className={css.address}>
            <span className={css.method}>{method}</span> {path}
          </span>
        </span>
      </Accordion.Control>
      <Accordion.Panel>
        {isOpen && (
          <div className={css.details}>
            {description.split("\n\n").map((paragraph) => (
              <p key={paragraph}>{withCode(paragraph)}</p>
            ))}
            <p>
              Needs the scope <code>{scope}</code>.
            </p>
            {examples.map(({ name, curl, status, answer }) => (
              <figure key={name} className={css.example}>
                <figcaption>
                  {name}
                  <CopyButton value={curl}>
                    {({ copied, copy }) => (
                      <IconButton
                        label={copied ? "Copied" : `Copy the command: ${name}`}
                        icon={copied ? IconCheck : IconCopy}
                        onClick={copy}
                      />
                    )}
                  </CopyButton>
                </figcaption>
                <Code label={`Command: ${name}`}>{curl}</Code>
                <span className={css.status}>Answers {status}</span>
                {answer !== null && <Code label={`Answer: ${name}`}>{answer}</Code>}
              </figure>
            ))}
          </div>
        )}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Code({ label, children }: { label: string; children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={label}>
      <pre className={css.code}>{children}</pre>
    </section>
  );
}

/** What stands between backticks is code; between two stars, it is strong. */
const withCode = (text: string) =>
  text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .map((part) =>
      part.startsWith("`") ? (
        <code key={part}>{part.slice(1, -1)}</code>
      ) : part.startsWith("**") ? (
        <b key={part}>{part.slice(2, -2)}</b>
      ) : (
        part
      ),
    );
