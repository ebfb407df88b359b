import { MailFailure, type MailServer, sendMailBy, verifyMailServer } from "@/server/platform/smtp";
import { PluginFailure, type ToolCall, type ToolPlugin } from "../contract";
import { failureOfOutbound } from "../outbound-failure";
import { type SmtpCredentials, type SmtpSettings, smtpServer } from "./definition";

const serverOf = (credentials: unknown, settings: unknown, { timeoutMs, signal }: ToolCall): MailServer => ({
  ...(settings as SmtpSettings),
  ...(credentials as SmtpCredentials),
  timeoutMs,
  signal,
});

function failureOf(error: unknown): unknown {
  if (error instanceof MailFailure)
    return new PluginFailure(error.isFinal ? "refused" : "unavailable", error.message);
  return failureOfOutbound(error) ?? error;
}

export const smtpPlugin: ToolPlugin<"mail"> = {
  definition: smtpServer,
  async act(mail, credentials, settings, call) {
    call.note({ request: { to: mail.to, subject: mail.subject, text: mail.text } });
    try {
      await sendMailBy(serverOf(credentials, settings, call), mail);
      return {};
    } catch (error) {
      throw failureOf(error);
    }
  },
  async test(credentials, settings, call) {
    try {
      await verifyMailServer(serverOf(credentials, settings, call));
      return "The mail server let us in";
    } catch (error) {
      throw failureOf(error);
    }
  },
};
