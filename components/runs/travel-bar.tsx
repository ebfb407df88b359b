import { Button, Select } from "@mantine/core";
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { DateTimeText } from "@/components/ui/format/moment";
import { IconButton } from "@/components/ui/icon-button";
import { useKeys } from "@/components/ui/keys";
import css from "./run-page.module.css";

interface TravelBarProps {
  length: number;
  /** The event that is shown; the last one when nobody travels. */
  at: number;
  isTravelling: boolean;
  sentence: string;
  when: string;
  /** Events worth jumping to. */
  stops: readonly { seq: number; title: string }[];
  onMove: (seq: number | null) => void;
}

const STEP_MS = 700;
/** Long journals play in about half a minute, however long they are. */
const strideOf = (length: number) => Math.max(1, Math.round(length / 40));

/** The slider over the journal: by mouse, by arrow keys, by itself, or straight to an event. */
export function TravelBar({ length, at, isTravelling, sentence, when, stops, onMove }: TravelBarProps) {
  const [isPlaying, setPlaying] = useState(false);
  const move = (seq: number) => {
    const next = Math.min(length, Math.max(1, seq));
    onMove(next);
  };
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      const next = Math.min(length, at + strideOf(length));
      onMove(next);
      if (next >= length) setPlaying(false);
    }, STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, at, length, onMove]);
  const play = () => {
    if (!isPlaying && at >= length) move(1);
    setPlaying(!isPlaying);
  };
  const before = stops.findLast(({ seq }) => seq < at);
  const after = stops.find(({ seq }) => seq > at);
  useKeys("Time travel", [
    { keys: "arrowleft", label: "The event before", run: () => move(at - 1) },
    { keys: "arrowright", label: "The next event", run: () => move(at + 1) },
    { keys: "shift+arrowleft", label: "The incident or act before", run: () => before && move(before.seq) },
    { keys: "shift+arrowright", label: "The next incident or act", run: () => after && move(after.seq) },
    { keys: "home", label: "The first event", run: () => move(1) },
    { keys: "end", label: "Back to now", run: () => onMove(null) },
    { keys: "p", label: isPlaying ? "Pause" : "Play the run", run: play, inPalette: true },
  ]);
  return (
    <section className={css.travel} aria-label="Time travel">
      <div className={css.controls}>
        <IconButton label="The first event" icon={IconPlayerSkipBack} onClick={() => move(1)} />
        <IconButton label="The event before" icon={IconPlayerTrackPrev} onClick={() => move(at - 1)} />
        <IconButton
          label={isPlaying ? "Pause" : "Play the run"}
          icon={isPlaying ? IconPlayerPause : IconPlayerPlay}
          onClick={play}
        />
        <IconButton label="The next event" icon={IconPlayerTrackNext} onClick={() => move(at + 1)} />
        <IconButton label="The last event" icon={IconPlayerSkipForward} onClick={() => move(length)} />
      </div>
      <input
        type="range"
        className={css.slider}
        min={1}
        max={length}
        step={1}
        value={at}
        aria-label="Event"
        aria-valuetext={`Event ${at} of ${length}: ${sentence}`}
        onChange={(event) => {
          setPlaying(false);
          move(Number(event.currentTarget.value));
        }}
      />
      <p className={css.now}>
        <b>
          {at} of {length}
        </b>
        <span className={css.quiet}>
          <DateTimeText at={when} />
        </span>
      </p>
      {stops.length > 0 && (
        <Select
          size="xs"
          w={210}
          aria-label="Jump to"
          placeholder="Jump to an event"
          data={stops.map(({ seq, title }) => ({ value: String(seq), label: `${seq}. ${title}` }))}
          value={stops.some(({ seq }) => seq === at) ? String(at) : null}
          onChange={(seq) => seq && move(Number(seq))}
          searchable={stops.length > 12}
        />
      )}
      {isTravelling && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setPlaying(false);
            onMove(null);
          }}
        >
          Back to now
        </Button>
      )}
    </section>
  );
}
