import { createServer, type Socket } from "node:net";

export interface MailServer {
  url: string;
  /** What arrived, as it was sent. */
  mails: string[];
  /** Answers the next recipients with this code; 250 takes them. */
  answer: { recipient: number };
  close(): Promise<void>;
}

/** A mail server that speaks just enough SMTP to take a mail, or to refuse its recipient. */
export async function mailServer(): Promise<MailServer> {
  const mails: string[] = [];
  const answer = { recipient: 250 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    let body: string[] | undefined;
    let rest = "";
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 test");
    socket.on("data", (chunk) => {
      rest += chunk.toString("utf8");
      const lines = rest.split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (body) {
          if (line !== ".") body.push(line);
          else {
            mails.push(body.join("\n"));
            body = undefined;
            say("250 taken");
          }
        } else if (/^RCPT/i.test(line)) say(`${answer.recipient} recipient`);
        else if (/^DATA/i.test(line)) {
          body = [];
          say("354 go on");
        } else if (/^QUIT/i.test(line)) {
          say("221 bye");
          socket.end();
        } else say("250 fine");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answer,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
