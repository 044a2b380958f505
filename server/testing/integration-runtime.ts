import { createHttpClient } from "../integrations/http-client.ts";
import type { IntegrationRuntime } from "../integrations/integration.ts";

/**
 * What an adapter under test is lent: a real HTTP client that gives up after `timeoutMs` whatever the adapter says, and
 * folders that do not exist.
 */
export function makeIntegrationRuntime(timeoutMs = 5_000): IntegrationRuntime {
  const http = createHttpClient({ userAgent: "ReadMeABook/test" });
  return {
    http: { request: (url, request) => http.request(url, { ...request, timeoutMs }) },
    dataDir: "/nonexistent/data",
    downloadsDir: "/nonexistent/downloads",
    libraryDir: "/nonexistent/library",
    exclusive: async () => null,
    log() {},
  };
}
