import { announceLink, swapLink } from "@/server/auth/swap-link";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }) {
  return swapLink((await params).token, request.headers);
}

export const HEAD = announceLink;
