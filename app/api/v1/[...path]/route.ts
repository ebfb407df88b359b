import { answerApi } from "@/server/api/answer-api";

export const dynamic = "force-dynamic";

export const GET = answerApi;
export const POST = answerApi;
export const PUT = answerApi;
export const PATCH = answerApi;
export const DELETE = answerApi;
