"use client";

import { Button, VisuallyHidden } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import {
  IconAlertTriangle,
  IconCamera,
  IconCheck,
  IconFile,
  IconFilePlus,
  IconLoader2,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { ariaOf } from "../aria";
import { type DeskDocument, type DocumentDesk, useDesk } from "../desk";
import css from "../documents.module.css";
import { focusSoon } from "../focus";
import { documentTypeOf } from "../kind";
import { useFormText } from "../text";
import { useSending } from "../use-sending";

const idsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === "string" && id !== "");

/** Papers: photographed, chosen or dropped; seen at once; taken out and put back without asking twice. */
export function DocumentsField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, schema, disabled, readonly } = props;
  const { text } = useFormText();
  const desk = useDesk();
  const id = fieldPathId.$id;
  const isMany = schema.type === "array";
  const ids = idsOf(formData);
  const type = documentTypeOf(schema);
  const [removed, setRemoved] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const photo = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const page = useRef<HTMLInputElement>(null);
  const latest = useRef(ids);
  latest.current = ids;

  const keep = (next: string[]) => {
    const value = isMany ? next : next.at(-1);
    onChange(next.length ? value : undefined, fieldPathId.path, undefined, id);
    onBlur(id, value);
  };
  const path = fieldPathId.path.join(".");
  const replaces = isMany ? undefined : ids.at(-1);
  const sending = useSending(desk, { type, path, replaces }, (document) => {
    // With another in its place, what was taken out cannot be put back any more.
    if (removed) desk.discard(removed);
    setRemoved(null);
    keep(isMany ? [...new Set([...latest.current, document])] : [document]);
  });
  useDiscard(desk, removed);
  const isLocked = Boolean(disabled) || Boolean(readonly);
  const last = ids.at(-1);
  const isFull = isMany && schema.maxItems !== undefined && ids.length >= schema.maxItems;

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!isLocked && !isFull) sending.send([...event.dataTransfer.files]);
  };
  const chooser = (ref: typeof file, what: "photo" | "file" | "page", to?: string) => (
    <input
      ref={ref}
      type="file"
      hidden
      multiple={what !== "photo"}
      accept={what === "photo" ? "image/*" : desk.accept}
      {...(what === "photo" ? { capture: "environment" as const } : {})}
      data-upload={what}
      onChange={(event) => {
        sending.send([...(event.currentTarget.files ?? [])], to);
        event.currentTarget.value = "";
      }}
    />
  );
  const { "aria-describedby": describedBy } = ariaOf({ ...props, id });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the buttons inside do the same by keyboard.
    <div
      className={css.desk}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {ids.map((document) => (
        <Paper
          key={document}
          document={desk.find(document)}
          preview={sending.previewOf(document)}
          onRemove={
            isLocked
              ? undefined
              : () => {
                  setRemoved(document);
                  keep(ids.filter((one) => one !== document));
                  focusSoon(`${id}__undo`);
                }
          }
        />
      ))}
      {sending.now && (
        <div className={css.sending} role="status">
          <span className={css.fileName}>
            <bdi>{sending.now.name}</bdi>
          </span>
          <progress
            className={css.bar}
            max={1}
            value={sending.now.share}
            aria-label={text("upload.progress", { percent: Math.round(sending.now.share * 100) })}
          />
          <span className={css.sub}>
            {sending.now.share < 1
              ? text("upload.progress", { percent: Math.round(sending.now.share * 100) })
              : text("upload.reading")}
          </span>
        </div>
      )}
      {sending.failure && (
        <div className={css.refused} role="alert">
          <IconAlertTriangle size={20} aria-hidden className={css.sign} />
          <div className={css.body}>
            <bdi className={css.fileName}>{sending.failure.name}</bdi>
            <p className={css.words}>{sending.failure.message}</p>
            {sending.failure.retry && (
              <Button variant="subtle" className={css.small!} onClick={sending.failure.retry}>
                {text("upload.retry")}
              </Button>
            )}
          </div>
          <button
            type="button"
            className={css.close}
            aria-label={text("upload.dismiss")}
            onClick={sending.dismiss}
          >
            <IconX size={18} aria-hidden />
          </button>
        </div>
      )}
      <div role="status">
        {removed && (
          <p className={css.removed}>
            <span>{text("upload.removed")}</span>
            <Button
              id={`${id}__undo`}
              variant="subtle"
              className={css.small!}
              onClick={() => {
                keep(isMany ? [...ids, removed] : [removed]);
                setRemoved(null);
              }}
            >
              {text("upload.undo")}
            </Button>
          </p>
        )}
      </div>
      {!isLocked && !isFull && (
        <>
          <div className={css.pair}>
            {chooser(photo, "photo")}
            {chooser(file, "file")}
            {chooser(page, "page", last)}
            {last && desk.find(last)?.state !== "refused" ? (
              <Button
                variant="default"
                className={css.button!}
                disabled={sending.now !== null}
                leftSection={<IconFilePlus size={20} aria-hidden />}
                onClick={() => page.current?.click()}
              >
                {text("upload.page")}
              </Button>
            ) : (
              <Button
                variant="default"
                className={css.button!}
                disabled={sending.now !== null}
                leftSection={<IconCamera size={20} aria-hidden />}
                onClick={() => photo.current?.click()}
              >
                {text("upload.photo")}
              </Button>
            )}
            <Button
              id={id}
              variant="default"
              className={css.button!}
              disabled={sending.now !== null}
              leftSection={<IconFile size={20} aria-hidden />}
              aria-describedby={describedBy}
              onClick={() => file.current?.click()}
            >
              {text(ids.length ? (isMany ? "upload.more" : "upload.replace") : "upload.file")}
            </Button>
          </div>
          <p className={css.kinds}>
            {text("upload.kinds")} <span className={css.dropHint}>{text("upload.drop")}</span>
          </p>
        </>
      )}
    </div>
  );
}

/** What was taken out and not put back is taken back for good, once there is no way to undo it. */
function useDiscard(desk: DocumentDesk, removed: string | null) {
  const current = useRef({ desk, removed });
  current.current = { desk, removed };
  useEffect(
    () => () => {
      const { desk: there, removed: gone } = current.current;
      if (gone) there.discard(gone);
    },
    [],
  );
}

function Paper({
  document,
  preview,
  onRemove,
}: {
  document: DeskDocument | undefined;
  preview: { name: string; url: string | null } | undefined;
  onRemove: (() => void) | undefined;
}) {
  const { text } = useFormText();
  const name = document?.name ?? preview?.name ?? "";
  const picture = document?.previewUrl ?? preview?.url;
  const isRefused = document?.state === "refused";
  return (
    <div className={isRefused ? css.refused : css.paper}>
      {picture && !isRefused ? (
        // biome-ignore lint/performance/noImgElement: a private picture of a few kB, never to be optimised by a server.
        <img className={css.picture} src={picture} alt={text("upload.preview", { name })} />
      ) : (
        <span className={css.noPicture}>
          {isRefused ? (
            <IconAlertTriangle size={20} aria-hidden className={css.sign} />
          ) : (
            <IconFile size={24} aria-hidden />
          )}
        </span>
      )}
      <div className={css.body}>
        <bdi className={css.fileName}>{name}</bdi>
        <span className={css.state} data-state={document?.state ?? "processing"}>
          {isRefused ? (
            <span className={css.words}>{document.refusal}</span>
          ) : document?.state === "ready" ? (
            <>
              <IconCheck size={16} aria-hidden />
              {text("upload.received")}
              {document.pages > 1 && (
                <span className={css.sub}>{text("upload.pages", { count: document.pages })}</span>
              )}
            </>
          ) : (
            <>
              <IconLoader2 size={16} aria-hidden />
              {text("upload.reading")}
            </>
          )}
        </span>
        {onRemove && (
          <Button
            variant="subtle"
            color="red"
            className={css.small!}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={onRemove}
          >
            {text("upload.remove")}
            <VisuallyHidden> {name}</VisuallyHidden>
          </Button>
        )}
      </div>
    </div>
  );
}
