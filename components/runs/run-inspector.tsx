import type { Tone } from "@/components/ui/status-chip";
import type { RunStep, RunView } from "@/server/runs/schema";
import type { StepName } from "./event-words";
import { RunIncidents } from "./run-incidents";
import { RunStory } from "./run-story";

/** A run's story with what a permitted member can do about its incidents. */
export function RunInspector(props: {
  run: RunView;
  nameOf: StepName;
  sentenceOf: (step: RunStep) => string | null;
  outcome: { title: string; tone: Tone } | null;
  selected: string | null;
  onSelect: (node: string) => void;
  onLeave: () => void;
}) {
  return <RunStory {...props} incidents={<RunIncidents run={props.run} nameOf={props.nameOf} />} />;
}
