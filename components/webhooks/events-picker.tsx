import { Checkbox } from "@mantine/core";
import {
  eventGroups,
  type WebhookEvent,
  webhookCatalogue,
  webhookEventNames,
} from "@/server/webhooks/catalogue";
import css from "./webhooks.module.css";

interface EventsPickerProps {
  value: readonly string[];
  onChange: (events: WebhookEvent[]) => void;
  error?: string | undefined;
}

const groups = Object.entries(eventGroups).map(([key, title]) => ({
  key,
  title,
  events: webhookEventNames.filter((name) => name.startsWith(`${key}.`)),
}));

/** Which events an endpoint hears, group by group. */
export function EventsPicker({ value, onChange, error }: EventsPickerProps) {
  const chosen = new Set(value);
  const put = (names: readonly WebhookEvent[], isOn: boolean) =>
    onChange(webhookEventNames.filter((name) => (names.includes(name) ? isOn : chosen.has(name))));
  return (
    <fieldset className={css.events} aria-describedby={error ? "events-error" : undefined}>
      <legend className={css.legend}>
        It hears <span className={css.quiet}>{chosen.size} chosen</span>
      </legend>
      {error && (
        <p id="events-error" role="alert" className={css.error}>
          {error}
        </p>
      )}
      <div className={css.groups}>
        {groups.map(({ key, title, events }) => {
          const count = events.filter((name) => chosen.has(name)).length;
          return (
            <div key={key} className={css.group}>
              <Checkbox
                label={<b>{title}</b>}
                checked={count === events.length}
                indeterminate={count > 0 && count < events.length}
                onChange={(event) => put(events, event.currentTarget.checked)}
              />
              {events.map((name) => (
                <Checkbox
                  key={name}
                  className={css.event}
                  label={webhookCatalogue[name].title}
                  description={<span className={css.mono}>{name}</span>}
                  title={webhookCatalogue[name].description}
                  checked={chosen.has(name)}
                  onChange={(event) => put([name], event.currentTarget.checked)}
                />
              ))}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
