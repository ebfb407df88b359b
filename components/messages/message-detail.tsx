import { Anchor, Drawer } from "@mantine/core";
import Link from "next/link";
import { DateTimeText } from "@/components/ui/format/moment";
import type { MessageView } from "@/server/messages/schema";
import { MessageStatus } from "./message-status";
import css from "./messages.module.css";

interface MessageDetailProps {
  message: MessageView | undefined;
  onClose: () => void;
}

/** One message as it left, or would leave. */
export function MessageDetail({ message, onClose }: MessageDetailProps) {
  return (
    <Drawer
      opened={message !== undefined}
      onClose={onClose}
      position="right"
      size={560}
      title={message?.subject}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {message && (
        <>
          <dl className={css.facts}>
            <dt>Status</dt>
            <dd>
              <MessageStatus status={message.status} />
            </dd>
            {message.status === "held" && (
              <>
                <dt>Why</dt>
                <dd>No mail server is set up, so it stays here. Set SMTP_URL to send mail.</dd>
              </>
            )}
            {message.failure && (
              <>
                <dt>Why</dt>
                <dd>{message.failure}</dd>
              </>
            )}
            <dt>To</dt>
            <dd>{message.to}</dd>
            <dt>About</dt>
            <dd>
              <Anchor component={Link} href={`/parties/${message.party.id}`}>
                <bdi>{message.party.name}</bdi>
              </Anchor>
            </dd>
            <dt>Written</dt>
            <dd>
              <DateTimeText at={message.createdAt} />
            </dd>
            {message.sentAt && (
              <>
                <dt>Sent</dt>
                <dd>
                  <DateTimeText at={message.sentAt} />
                </dd>
              </>
            )}
          </dl>
          <div className={css.text} dir="auto">
            <Linked text={message.text} />
          </div>
        </>
      )}
    </Drawer>
  );
}

/** Plain text whose addresses can be followed. */
function Linked({ text }: { text: string }) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, at) =>
    at % 2 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no name but their place
      <Anchor key={at} href={part} target="_blank" rel="noreferrer">
        {part}
      </Anchor>
    ) : (
      part
    ),
  );
}
