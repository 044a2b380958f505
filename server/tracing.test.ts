import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "./testing/eventually.ts";
import { only } from "./testing/fakes/torznab.ts";
import { startVendorServer, type VendorServer } from "./testing/fakes/vendor-server.ts";
import { startWorld, type TestWorld } from "./testing/world.ts";
import { sendTraces } from "./tracing.ts";

/** A span as OTLP has it in JSON. */
interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly status: { readonly code?: number; readonly message?: string };
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

let collector: VendorServer;
let world: TestWorld;
let sendLast: () => Promise<void>;
const bodies: string[] = [];
const spans: SentSpan[] = [];
beforeAll(async () => {
  collector = await startVendorServer((url, _request, bytes) => {
    if (url.pathname !== "/v1/traces") return { status: 404 };
    const body = Buffer.from(bytes).toString();
    bodies.push(body);
    for (const { scopeSpans } of JSON.parse(body).resourceSpans)
      for (const scope of scopeSpans) spans.push(...scope.spans);
    return { headers: { "content-type": "application/json" }, body: "{}" };
  });
  sendLast = await sendTraces(`${collector.url}/`);
  world = await startWorld({ watched: false });
  world.indexer.fault("server_error", { only: only.search });
  const id = await world.request("Emma", "Jane Austen");
  await world.sees(id, (request) => expect(request.blocker).toMatchObject({ kind: "INDEXERS_UNAVAILABLE" }));
  await world.admin.send("query Nonsense { request(id: 5) { nothing } }");
  await world.admin.ask("query WhoAmI { viewer { id } }");
  await world.close();
  await sendLast();
  // It waits two seconds at the most; what is under way then still comes, for as long as the process lives.
  await eventually(() =>
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(["WhoAmI", "job search_indexers"])),
  );
});
afterAll(() => collector.close());

const named = (name: string) => spans.filter((span) => span.name === name);
const attribute = (span: SentSpan, key: string) => span.attributes.find((each) => each.key === key)?.value.stringValue;

describe("a trace", () => {
  it("is of an operation, by its name, and of what it was answered with", () => {
    expect(named("WhoAmI")).toMatchObject([{ kind: 2, status: {} }]);
    const refused = spans.filter(({ status }) => status.message === "GRAPHQL_VALIDATION_FAILED");
    expect(refused).toMatchObject([{ kind: 2, status: { code: 2 } }]);
  });

  it("is of a run of a job, with the calls that it made of other programs below it", () => {
    const [job] = named("job search_indexers");
    expect(job).toMatchObject({ kind: 5 });
    expect(attribute(job!, "readmeabook.outcome")).toBe("completed");
    expect(attribute(job!, "readmeabook.job_id")).toMatch(/^[0-9a-f-]{36}$/);
    const calls = spans.filter(({ parentSpanId, traceId }) => parentSpanId === job!.spanId && traceId === job!.traceId);
    const failed = calls.find(({ status }) => status.code === 2)!;
    expect(failed).toMatchObject({ kind: 3, status: { message: expect.stringContaining("500") } });
    expect(attribute(failed, "server.address")).toBe(new URL(world.indexer.url).host);
  });

  it("holds no key, and of an address only its host", () => {
    expect(spans.length).toBeGreaterThan(5);
    for (const body of bodies) {
      expect(body).not.toContain(world.indexer.apiKey);
      expect(body).not.toContain("Emma");
      expect(body).not.toContain("/1/api");
    }
  });
});
