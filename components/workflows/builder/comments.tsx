import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { Ago } from "@/components/ui/format/moment";
import { newKey } from "@/components/ui/new-key";
import { addComment, removeComment, settleComment } from "@/server/workflows/annotations/policy";
import css from "./builder.module.css";
import type { Builder } from "./use-builder";

/** What people say about a step, oldest first; what is settled stands last. */
export function Comments({
  builder,
  node,
  me,
  now,
}: {
  builder: Builder;
  node: string;
  me: string;
  now: () => string;
}) {
  const [text, setText] = useState("");
  const { comments = [] } = builder.parts.editor;
  const title = builder.parts.document.nodes[node]?.title ?? node;
  const own = comments
    .filter((comment) => comment.node === node)
    .sort((a, b) => Number(a.isSettled) - Number(b.isSettled));
  const add = () => {
    const said = text.trim();
    if (said === "") return;
    const comment = { id: newKey().slice(0, 20), node, text: said, by: me, at: now(), isSettled: false };
    builder.edit(`Comment on “${title}”`, (parts) => addComment(parts, comment));
    setText("");
  };
  return (
    <div className={css.comments}>
      {own.length === 0 && <p className={css.quiet}>Nobody has said anything about this step.</p>}
      <ul className={css.ways}>
        {own.map(({ id, text, by, at, isSettled }) => (
          <li key={id} data-settled={isSettled || undefined}>
            <small className={css.quiet}>
              <bdi>{by}</bdi> · <Ago at={at} />
              {isSettled && " · settled"}
            </small>
            <p>{text}</p>
            {!builder.isReadOnly && (
              <>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() =>
                    builder.edit(isSettled ? "Open a comment again" : "Settle a comment", (parts) =>
                      settleComment(parts, id, !isSettled),
                    )
                  }
                >
                  {isSettled ? "Open again" : "Settle"}
                </Button>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="red"
                  onClick={() => builder.edit("Remove a comment", (parts) => removeComment(parts, id))}
                >
                  Remove
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {!builder.isReadOnly && (
        <>
          <Textarea
            label="Comment"
            autosize
            minRows={2}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button size="xs" variant="default" disabled={text.trim() === ""} onClick={add}>
            Add the comment
          </Button>
        </>
      )}
    </div>
  );
}
