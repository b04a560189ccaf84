import { describe, expect, test } from "vitest";
import { refusalCause } from "./refusal.ts";

const error = (body: object): string => JSON.stringify({ error: body });

describe("a provider's refusal", () => {
  test.each<readonly [string, number | null, string, string | null]>([
    [
      "Anthropic, a wrong key",
      401,
      error({ type: "authentication_error", message: "invalid x-api-key" }),
      "login",
    ],
    [
      "Anthropic, no right",
      403,
      error({
        type: "permission_error",
        message: "Your API key does not have permission to use the specified resource.",
      }),
      "login",
    ],
    [
      "Anthropic, closed",
      400,
      error({ type: "invalid_request_error", message: "This organization has been disabled." }),
      "login",
    ],
    [
      "Anthropic, no credit",
      400,
      error({
        type: "invalid_request_error",
        message:
          "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
      }),
      "credit",
    ],
    [
      "Anthropic, billing",
      402,
      error({ type: "billing_error", message: "There is an issue with your billing." }),
      "credit",
    ],
    [
      "Anthropic, a limit",
      429,
      error({
        type: "rate_limit_error",
        message: "This request would exceed your account's rate limit.",
      }),
      "limit",
    ],
    [
      "Anthropic, overloaded",
      529,
      error({ type: "overloaded_error", message: "Overloaded" }),
      null,
    ],
    [
      "Anthropic, a bad request",
      400,
      error({ type: "invalid_request_error", message: "max_tokens: required" }),
      null,
    ],
    [
      "OpenAI, no money",
      429,
      error({
        message: "You exceeded your current quota, please check your plan and billing details.",
        type: "insufficient_quota",
        param: null,
        code: "insufficient_quota",
      }),
      "credit",
    ],
    [
      "OpenAI, not active",
      429,
      error({
        message: "Your account is not active, please check your billing details on our website.",
        type: "billing_not_active",
        code: "billing_not_active",
      }),
      "credit",
    ],
    [
      "OpenAI, a limit",
      429,
      error({
        message:
          "Rate limit reached for gpt-5.5 in organization org-x on tokens per min (TPM): Limit 30000, Used 30000, Requested 11.",
        type: "tokens",
        code: "rate_limit_exceeded",
      }),
      "limit",
    ],
    [
      "OpenAI, a subscription",
      429,
      error({
        type: "usage_limit_reached",
        message: "The usage limit has been reached",
        plan_type: "plus",
        resets_in_seconds: 900,
      }),
      "limit",
    ],
    [
      "OpenAI, a country",
      403,
      error({
        message: "Country, region, or territory not supported",
        code: "unsupported_country_region_territory",
      }),
      "login",
    ],
    [
      "Gemini, a wrong key",
      400,
      error({
        code: 400,
        message: "API key not valid. Please pass a valid API key.",
        status: "INVALID_ARGUMENT",
        details: [{ reason: "API_KEY_INVALID" }],
      }),
      "login",
    ],
    [
      "Gemini, no right",
      403,
      error({
        code: 403,
        message: "Your API key was reported as leaked. Please use another API key.",
        status: "PERMISSION_DENIED",
      }),
      "login",
    ],
    [
      "Gemini, a limit",
      429,
      error({
        code: 429,
        message:
          "You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.",
        status: "RESOURCE_EXHAUSTED",
        details: [{ retryDelay: "20s" }],
      }),
      "limit",
    ],
    [
      "Gemini, nothing in its plan",
      429,
      error({
        code: 429,
        message:
          "You exceeded your current quota. * Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 0, model: gemini-2.5-pro",
        status: "RESOURCE_EXHAUSTED",
      }),
      "credit",
    ],
    [
      "Gemini, a few in its plan",
      429,
      error({
        code: 429,
        message:
          "Quota exceeded for metric: generate_content_free_tier_requests, limit: 20, model: g",
        status: "RESOURCE_EXHAUSTED",
      }),
      "limit",
    ],
    [
      "Gemini, paid in advance",
      429,
      error({
        code: 429,
        message: "Your prepayment credits are depleted.",
        status: "RESOURCE_EXHAUSTED",
      }),
      "credit",
    ],
    [
      "Google, an old limit",
      403,
      error({ code: 403, message: "x", errors: [{ reason: "userRateLimitExceeded" }] }),
      "limit",
    ],
    [
      "OpenRouter, no credit",
      402,
      error({
        code: 402,
        message: "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
      }),
      "credit",
    ],
    [
      "OpenRouter, the key's own cap",
      403,
      error({ code: 403, message: "Key limit exceeded (daily limit)." }),
      "credit",
    ],
    [
      "OpenRouter, moderated",
      403,
      error({
        code: 403,
        message: "x requires moderation on OpenAI.",
        metadata: { flagged_input: "y" },
      }),
      "request",
    ],
    [
      "DeepSeek, no money",
      402,
      error({ message: "Insufficient Balance", type: "unknown_error" }),
      "credit",
    ],
    ["a proxy, no body", 403, "<html>Forbidden</html>", "login"],
    ["not found", 404, error({ type: "not_found_error", message: "model: x" }), null],
    ["a server that fails, in such words", 500, "insufficient_quota", null],
    ["words alone", null, "Your credit balance is too low", "credit"],
    ["words of a bank", null, "AssertionError: insufficient funds", null],
  ])("%s", (_title, status, body, cause) => {
    expect(refusalCause(status, body)).toBe(cause);
  });
});
