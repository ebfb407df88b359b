import { connect, type Socket } from "node:net";
import { checkTarget, OutboundFailure, type OutboundWorld, pinned, realWorld } from "./outbound-target";

export interface OpenSocket {
  host: string;
  port: number;
  /** Whether nothing but an encrypted connection will do: only an operator may vouch for a plain one. */
  isEncrypted: boolean;
  isUsualPort(port: number): boolean;
  signal: AbortSignal;
}

/** The way out for what speaks no HTTP: a connection to one of the addresses that were checked. Throws OutboundFailure. */
export async function openSocket(
  { host, port, isEncrypted, isUsualPort, signal }: OpenSocket,
  world: OutboundWorld = realWorld(),
): Promise<{ socket: Socket; host: string }> {
  const target = await checkTarget(world, { host, port }, isUsualPort);
  if (!isEncrypted && !target.isVouchedFor)
    throw new OutboundFailure(
      "forbidden",
      `Use TLS. Whoever runs Gatehouse can allow a plain connection to one host: OUTBOUND_ALLOW=${target.host}:${port}.`,
    );
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.host, port, lookup: pinned(target), signal });
    socket.once("error", () =>
      reject(
        signal.aborted
          ? signal.reason
          : new OutboundFailure(
              "unavailable",
              `${target.host}:${port} could not be reached. Check host and port.`,
            ),
      ),
    );
    socket.once("connect", () => resolve({ socket, host: target.host }));
  });
}
