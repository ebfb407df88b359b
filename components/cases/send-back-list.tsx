import { CloseButton, Select, Textarea } from "@mantine/core";
import type { CaseView } from "@/server/cases/schema";
import { askables } from "./askables";
import { askableKey } from "./asking";
import css from "./decision.module.css";
import type { DraftDesk, DraftItem } from "./use-draft";

/** What goes back to the applicant: each with the reason they will read, in their words. */
export function SendBackList({ view, desk }: { view: CaseView; desk: DraftDesk }) {
  const { items } = desk.draft;
  const choices = askables(view).map(({ group, items: all }) => ({
    group,
    items: all
      .filter((item) => !desk.hasItem(item))
      .map((item) => ({ value: askableKey(item), label: item.title })),
  }));
  const found = (value: string) =>
    askables(view)
      .flatMap((group) => group.items)
      .find((item) => askableKey(item) === value);
  return (
    <section className={css.part} aria-labelledby="send-back-title">
      <div className={css.partHead}>
        <h3 id="send-back-title">Send back</h3>
        <span>{items.length === 0 ? "Nothing chosen" : `${items.length} chosen`}</span>
      </div>
      {items.length > 0 && (
        <ul className={css.items}>
          {items.map((item) => (
            <Item key={askableKey(item)} item={item} reasonCodes={view.reasonCodes} desk={desk} />
          ))}
        </ul>
      )}
      <Select
        aria-label={items.length === 0 ? "Ask for something" : "Ask for something else"}
        placeholder={items.length === 0 ? "Ask for a field or document" : "Ask for something else"}
        data={choices}
        value={null}
        searchable
        openOnFocus={false}
        nothingFoundMessage="Nothing is called so"
        maxDropdownHeight={320}
        onChange={(value) => {
          const item = value === null ? undefined : found(value);
          if (item) desk.toggleItem(item);
        }}
      />
    </section>
  );
}

function Item({
  item,
  reasonCodes,
  desk,
}: {
  item: DraftItem;
  reasonCodes: CaseView["reasonCodes"];
  desk: DraftDesk;
}) {
  const reason = reasonCodes.find(({ code }) => code === item.reasonCode);
  return (
    <li className={css.item}>
      <div className={css.itemHead}>
        <b>{item.title}</b>
        <CloseButton
          size="sm"
          aria-label={`Do not send back: ${item.title}`}
          onClick={() => desk.toggleItem(item)}
        />
      </div>
      <Select
        aria-label={`Reason for ${item.title}`}
        placeholder="Choose the reason"
        size="xs"
        data={reasonCodes.map(({ code, staff }) => ({ value: code, label: staff }))}
        value={item.reasonCode}
        onChange={(reasonCode) => desk.changeItem(item, { reasonCode })}
        searchable={reasonCodes.length > 8}
      />
      {reason && <p className={css.voice}>Applicant reads: “{reason.applicant}”</p>}
      <Textarea
        aria-label={`Your own words about ${item.title}`}
        placeholder="Add your own words, shown to the applicant"
        size="xs"
        autosize
        minRows={1}
        maxRows={4}
        maxLength={500}
        value={item.note}
        onChange={(event) => desk.changeItem(item, { note: event.currentTarget.value })}
      />
    </li>
  );
}
