/**
 * Traces for OpenTelemetry: of operations, of runs of jobs, and of the calls of other programs that each of them made. Where
 * nobody collects them a span is hollow and costs nothing. Of what people send the operation's name stands in one, of an address its host.
 */
import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Span } from "@opentelemetry/api";
import { setTimeout as pause } from "node:timers/promises";
import type { HttpClient } from "./integrations/http-client.ts";
import { hideAddresses } from "./secrets-in-text.ts";

const tracer = trace.getTracer("readmeabook");
/** What has not been collected by then is lost: nobody waits for a collector that is away. */
const farewellMs = 2_000;

/** An operation is called whatever whoever sends it likes. */
const longestName = 100;

/** What is traced: an operation that somebody asks for, a run of a job, a call of another program. */
export const TracedKind = { OPERATION: SpanKind.SERVER, JOB: SpanKind.CONSUMER, CALL: SpanKind.CLIENT } as const;

/** Does it as a span of its own, below the one that it is done in. @throws what the work throws. */
export function traced<T>(
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      failSpan(span, (error as Error).message);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Says that what the span is about went wrong. */
export function failSpan(span: Span, reason: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: hideAddresses(reason) });
}

/** The same client, each call of which is a span. */
export function tracedCalls(http: HttpClient): HttpClient {
  return {
    request(url, request) {
      const attributes = {
        "readmeabook.integration": request.integration,
        "server.address": URL.parse(url)?.host ?? "",
      };
      return traced(`call ${request.integration}`, TracedKind.CALL, attributes, () => http.request(url, request));
    },
  };
}

/** Names the operation that this is done in, once it is known. @param codes of the errors that it is answered with. */
export function describeOperation(name: string | null | undefined, codes: readonly string[]): void {
  const span = trace.getActiveSpan();
  if (name) span?.updateName(name.slice(0, longestName));
  if (span && codes.length > 0) failSpan(span, codes.join(", "));
}

/**
 * Sends them from now on, for as long as this process lives.
 * @param collector takes OTLP over HTTP: http://collector:4318
 * @returns what sends the last of them.
 */
export async function sendTraces(collector: string): Promise<() => Promise<void>> {
  const [
    { BatchSpanProcessor, TracerProvider },
    { OTLPTraceExporter },
    resources,
    { AsyncLocalStorageContextManager },
  ] = await Promise.all([
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/context-async-hooks"),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${collector.replace(/\/+$/, "")}/v1/traces` });
  const provider = new TracerProvider({
    resource: resources.resourceFromAttributes({ "service.name": "readmeabook" }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(provider);
  return async () => {
    await Promise.race([provider.shutdown().catch(() => {}), pause(farewellMs, undefined, { ref: false })]);
  };
}
