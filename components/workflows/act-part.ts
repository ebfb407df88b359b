import { tell } from "@/components/ui/tell";
import type { LifecycleView } from "@/server/workflows/rollout/schema";

/** What every dialog of an act is given. */
export interface ActPart {
  view: LifecycleView;
  onClose: () => void;
  onDone: () => void;
}

/** Says what happened, and leaves. */
export function done({ onDone, onClose }: ActPart, message: string): () => void {
  return () => {
    tell(message);
    onDone();
    onClose();
  };
}
