import type { Tone } from "@/components/ui/status-chip";
import type { RunStep, RunView } from "@/server/runs/schema";
import { RunIncidents } from "./run-incidents";
import { RunStory } from "./run-story";

/** A run's story with what a permitted member can do about its incidents. */
export function RunInspector(props: {
  run: RunView;
  titleOf: (node: string) => string;
  sentenceOf: (step: RunStep) => string | null;
  outcome: { title: string; tone: Tone } | null;
  selected: string | null;
  onSelect: (node: string) => void;
  onLeave: () => void;
}) {
  return <RunStory {...props} incidents={<RunIncidents run={props.run} titleOf={props.titleOf} />} />;
}
