/**
 * The figures of this process for Prometheus. What is counted here is told by those to whom it happens; what the database
 * knows is read when somebody asks (read-figures.ts). Every label has few values, whatever strangers send: an operation that
 * is none of the web client's own is "other".
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** How a run of a job ended. */
export type JobOutcome = "completed" | "paused" | "stale" | "failed" | "dead";

/** What is open at GraphQL's second door. */
export interface SocketCounts {
  readonly sockets: number;
  readonly operations: number;
}

/** Where those to whom something happens tell it. */
export interface Metrics {
  operationEnded(name: string | null | undefined, seconds: number): void;
  /** A client was answered with an error of this code. */
  errorAnswered(code: string): void;
  /** @param route as it was declared; what it is not known by is a page. */
  requestEnded(route: string | undefined, status: number, seconds: number): void;
  jobEnded(job: string, outcome: JobOutcome, seconds: number): void;
  countSockets(count: () => SocketCounts): void;
  /** Has more figures read with each scrape. */
  addReader(makeReader: (registry: Registry) => () => Promise<void>): void;
  /** All of it, in Prometheus's text format. */
  text(): Promise<string>;
}

const routes = ["/graphql", "/covers/*", "/healthz", "/readyz", "/metrics"];
const errorCode = /^[A-Z_]{3,40}$/;

/** @param operationNames those that have figures of their own. */
export function createMetrics(operationNames: ReadonlySet<string>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const operations = new Histogram({
    name: "readmeabook_graphql_operation_seconds",
    help: "How long operations over HTTP took, by the web client's names.",
    labelNames: ["operation"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers,
  });
  const errors = new Counter({
    name: "readmeabook_graphql_errors_total",
    help: "Errors that clients were answered with, by their codes.",
    labelNames: ["code"],
    registers,
  });
  const requests = new Histogram({
    name: "readmeabook_http_request_seconds",
    help: "How long HTTP requests took.",
    labelNames: ["route", "status"],
    buckets: [0.005, 0.05, 0.5, 5],
    registers,
  });
  const jobs = new Histogram({
    name: "readmeabook_job_run_seconds",
    help: "How long runs of jobs took, the steps of requests among them, by how they ended.",
    labelNames: ["job", "outcome"],
    buckets: [0.05, 0.5, 5, 60, 600],
    registers,
  });
  let socketCounts = (): SocketCounts => ({ sockets: 0, operations: 0 });
  new Gauge({
    name: "readmeabook_sockets",
    help: "WebSockets that are open.",
    registers,
    collect() {
      this.set(socketCounts().sockets);
    },
  });
  new Gauge({
    name: "readmeabook_subscriptions",
    help: "Operations that run on sockets.",
    registers,
    collect() {
      this.set(socketCounts().operations);
    },
  });
  const readers: (() => Promise<void>)[] = [];

  return {
    operationEnded: (name, seconds) =>
      operations.observe({ operation: name && operationNames.has(name) ? name : "other" }, seconds),
    errorAnswered: (code) => errors.inc({ code: errorCode.test(code) ? code : "OTHER" }),
    requestEnded: (route, status, seconds) =>
      requests.observe(
        { route: route && routes.includes(route) ? route : "page", status: `${Math.floor(status / 100)}xx` },
        seconds,
      ),
    jobEnded: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    countSockets: (count) => void (socketCounts = count),
    addReader: (makeReader) => void readers.push(makeReader(registry)),
    async text() {
      await Promise.all(readers.map((read) => read()));
      return registry.metrics();
    },
  };
}
