import { createServer } from "node:http";
import { handleTrpc } from "@/server/api/http";
import { sendResponse, toRequest } from "@/server/platform/http-bridge";

/** The app's own API as a process of its own, without the pages: what a crash test kills in place of the web. */
const server = createServer(async (message, response) => {
  await sendResponse(await handleTrpc(toRequest(message, response)), response);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(`listening on ${typeof address === "object" ? address?.port : address}`);
});
process.on("disconnect", () => process.exit(0));
