import { Button, Modal, TextInput } from "@mantine/core";
import { IconArrowLeft, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { type PartKind, partKinds } from "@/server/workflows/parts/policy";
import type { DraftParts } from "@/server/workflows/schema";
import { type Findable, findables, searched, usedWords } from "@/server/workflows/search/policy";
import { usageOf } from "@/server/workflows/usage/policy";
import css from "./search.module.css";
import { type JumpTo, UsedWhere } from "./used-where";

/** What can be opened by itself, beside the steps. */
function partOf({ named }: Findable): { kind: PartKind; key: string } | undefined {
  const kind = partKinds.find((one) => one === named?.kind);
  return kind && named && { kind, key: named.key };
}

/** Finds anything in the draft by what somebody remembers of it, and says where it is used. */
export function SearchDialog({
  parts,
  isOpen,
  onClose,
  onJump,
  onPart,
}: {
  parts: DraftParts;
  isOpen: boolean;
  onClose: () => void;
  onJump: (to: JumpTo) => void;
  onPart: (kind: PartKind, key: string) => void;
}) {
  const [hasJumped, setJumped] = useState(false);
  const close = (isJump: boolean) => {
    setJumped(isJump);
    onClose();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={() => close(false)}
      // Whoever goes somewhere is there; only who turns back is where they were.
      returnFocus={!hasJumped}
      title="Search this workflow"
      size={640}
      // Escape first leaves the places of one thing, then the search.
      closeOnEscape={false}
    >
      {isOpen && (
        <Search
          parts={parts}
          onClose={() => close(false)}
          onJump={(to) => {
            close(true);
            onJump(to);
          }}
          onPart={(kind, key) => {
            close(true);
            onPart(kind, key);
          }}
        />
      )}
    </Modal>
  );
}

/** The search itself, for as long as the dialog is open. */
export function Search({
  parts,
  onClose,
  onJump,
  onPart,
  initial = "",
}: {
  parts: DraftParts;
  onClose: () => void;
  onJump: (to: JumpTo) => void;
  /** Opens what the workflow holds beside its steps: a reason, an outcome, a form. */
  onPart: (kind: PartKind, key: string) => void;
  /** What is looked for at first. */
  initial?: string;
}) {
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState(initial);
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState<Findable>();
  const usage = useMemo(() => usageOf(parts.document), [parts.document]);
  const all = useMemo(() => findables(parts, usage), [parts, usage]);
  const groups = useMemo(() => searched(all, query), [all, query]);
  const found = groups.flatMap((group) => group.found);
  const active = found[Math.min(at, found.length - 1)];
  const optionId = (one: Findable) => `${list}-${found.indexOf(one)}`;
  /** What stands somewhere itself is gone to; what is only named shows by whom. */
  const open = (one: Findable | undefined) => {
    if (!one) return;
    if (one.at !== undefined) onJump({ node: one.at, ...(one.path !== undefined && { path: one.path }) });
    else setShown(one);
  };
  const leave = () => {
    if (!shown) return onClose();
    setShown(undefined);
    setTimeout(() => field.current?.focus());
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const { selectionStart, value } = event.currentTarget;
    const walk = (next: number) => {
      event.preventDefault();
      const place = Math.max(0, Math.min(found.length - 1, next));
      setAt(place);
      globalThis.document.getElementById(`${list}-${place}`)?.scrollIntoView({ block: "nearest" });
    };
    if (event.key === "ArrowDown") walk(Math.min(at, found.length - 1) + 1);
    else if (event.key === "ArrowUp") walk(Math.min(at, found.length - 1) - 1);
    else if (event.key === "Enter") {
      // Else the same key would press the button that has the focus next.
      event.preventDefault();
      open(active);
    } else if (event.key === "ArrowRight" && selectionStart === value.length && active?.named)
      setShown(active);
  };
  if (shown?.named)
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: escape is heard wherever it is pressed in here.
      <div className={css.dialog} onKeyDown={onEscape}>
        <div className={css.head}>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            data-autofocus
            autoFocus
            leftSection={<IconArrowLeft size={14} aria-hidden />}
            onClick={leave}
          >
            Back
          </Button>
          <h2>
            {shown.title} <code className={css.code}>{shown.code}</code>
          </h2>
          {partOf(shown) && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                const part = partOf(shown);
                if (part) onPart(part.kind, part.key);
              }}
            >
              Open it
            </Button>
          )}
        </div>
        <UsedWhere document={parts.document} usage={usage} named={shown.named} onJump={onJump} />
      </div>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: escape is heard wherever it is pressed in here.
    <div className={css.dialog} onKeyDown={onEscape}>
      <TextInput
        ref={field}
        role="combobox"
        aria-label="Find in this workflow"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={active ? optionId(active) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        placeholder="A step, field, reason code, rule, outcome, connection or comment"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <p className={css.quiet} role="status">
        {query.trim() === "" ? (
          <>
            By title, key, sentence, path or code. <Kbd keys="arrowdown" /> chooses, <Kbd keys="enter" /> goes
            there, <Kbd keys="arrowright" /> says where it is used.
          </>
        ) : found.length === 0 ? (
          "Nothing in this workflow is called so. Try a part of the word, or the path of the field."
        ) : (
          `${found.length === 1 ? "1 result" : `${found.length} results`}`
        )}
      </p>
      {found.length > 0 && (
        <div id={list} role="listbox" aria-label="Results" className={css.results}>
          {groups.map(({ group, title, found: of, more }) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox.
            <div key={group} role="group" aria-label={title}>
              <div className={css.groupTitle} aria-hidden>
                {title}
              </div>
              {of.map((one) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are the field's: the option itself is never focused.
                <div
                  key={one.id}
                  id={optionId(one)}
                  role="option"
                  tabIndex={-1}
                  aria-selected={one === active}
                  className={css.result}
                  onMouseMove={() => setAt(found.indexOf(one))}
                  onClick={() => open(one)}
                >
                  <span className={css.title}>{one.title}</span>
                  {one.code !== "" && <code className={css.code}>{one.code}</code>}
                  <span className={css.about}>{one.about}</span>
                  {one.named && <span className={css.used}>{usedWords(usage, one.named)}</span>}
                </div>
              ))}
              {more > 0 && <div className={css.more}>and {more} more: write more of the word</div>}
            </div>
          ))}
        </div>
      )}
      {active?.named && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className={css.whereButton}
          rightSection={<Kbd keys="arrowright" />}
          onClick={() => setShown(active)}
        >
          Where “{active.title}” is used
        </Button>
      )}
    </div>
  );
}
