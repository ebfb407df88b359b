import { answerCallback } from "@/server/api/callbacks";

export const dynamic = "force-dynamic";

export async function POST(
  request: Request,
  { params }: { params: Promise<{ connectionKey: string }> },
): Promise<Response> {
  return answerCallback(request, (await params).connectionKey ?? "");
}
