import { IconBoltOff, IconCircleCheck, IconClock, IconInbox, type TablerIcon } from "@tabler/icons-react";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { MessageView } from "@/server/messages/schema";

export const messageWords: Record<MessageView["status"], { tone: Tone; icon: TablerIcon; text: string }> = {
  queued: { tone: "waiting", icon: IconClock, text: "Waits to leave" },
  sent: { tone: "approve", icon: IconCircleCheck, text: "Sent" },
  failed: { tone: "incident", icon: IconBoltOff, text: "Could not be sent" },
  held: { tone: "neutral", icon: IconInbox, text: "Held here" },
};

export function MessageStatus({ status }: { status: MessageView["status"] }) {
  const { tone, icon, text } = messageWords[status];
  return (
    <StatusChip tone={tone} icon={icon}>
      {text}
    </StatusChip>
  );
}
