/** Sends every attack to a program that runs, and says of each whether the answer was right. */
import { request } from "node:http";
import { openSocket } from "../socket.ts";
import { eventually } from "../eventually.ts";
import { documentAttacks } from "./documents.ts";
import { requestAttacks, type RequestAttack } from "./requests.ts";

/** A program with somebody in it. */
export interface Target {
  readonly url: string;
  /** The key of somebody with a request of their own. */
  readonly apiKey: string;
}

/** What became of one attack; no problem means that it was answered rightly. */
export interface Verdict {
  readonly id: string;
  readonly ms: number;
  readonly problem: string | null;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
}

/** Within this an attack is refused, in milliseconds. */
const withinMs = 300;
const mostBytes = 4_096;

export async function* runAttacks(target: Target): AsyncGenerator<Verdict> {
  for (const { id, excess, without, variables, code } of documentAttacks) {
    const ask = (query: string) =>
      send(target, {
        id,
        who: "person",
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
        body: JSON.stringify({ query, variables }),
        status: [],
      });
    const fine = await ask(without);
    const said = await ask(excess);
    const problems = [
      fine.text.includes('"errors"') && `without its excess it is refused: ${fine.text.slice(0, 200)}`,
      said.status !== 400 && `status ${said.status}`,
      !said.text.includes(code) && `not ${code}: ${said.text.slice(0, 200)}`,
      said.text.length > mostBytes && `${said.text.length} bytes`,
      said.ms > withinMs && "too slow",
    ];
    yield { id: `query-dos: ${id}`, ms: said.ms, problem: listed(problems) };
    yield await overSocket(target, id, excess, variables ?? {}, code);
  }
  for (const attack of requestAttacks) {
    const { status, headers, text, ms } = await send(target, attack);
    const wrongHeaders = Object.entries(attack.answers ?? {}).filter(([name, wanted]) =>
      wanted === null ? headers[name] !== undefined : !wanted.test(String(headers[name] ?? "")),
    );
    const problems = [
      !attack.status.includes(status) && `status ${status}: ${text.slice(0, 200)}`,
      attack.says && !attack.says.test(text) && `it says ${text.slice(0, 200)}`,
      attack.saysNot?.test(text) && `it says ${attack.saysNot.exec(text)![0]}`,
      wrongHeaders.length > 0 &&
        `headers ${wrongHeaders.map(([name]) => `${name}: ${String(headers[name])}`).join(", ")}`,
      ms > withinMs && "too slow",
    ];
    yield { id: attack.id, ms, problem: listed(problems) };
  }
}

/** The same verdict as over HTTP. */
async function overSocket(
  { url, apiKey }: Target,
  id: string,
  document: string,
  variables: Record<string, unknown>,
  code: string,
): Promise<Verdict> {
  const socket = openSocket(url, { apiKey });
  const begun = performance.now();
  try {
    const seen = socket.subscribe(document, variables);
    const problem = await eventually(() => {
      if (seen.data.length === 0 && seen.errors.length === 0) throw new Error("There is no answer.");
      const isRight = seen.data.length === 0 && seen.errors.length <= 5 && seen.errors.every((each) => each === code);
      return isRight ? null : `over WebSocket: ${seen.data.length} answers, ${seen.errors.join()}`;
    }, 3_000).catch((error: Error) => `over WebSocket: ${error.message}`);
    return { id: `query-dos over WebSocket: ${id}`, ms: performance.now() - begun, problem };
  } finally {
    await socket.close();
  }
}

function send(
  { url, apiKey }: Target,
  { who, method = "GET", path = "/graphql", headers, body }: RequestAttack,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const key = who === "person" ? { authorization: `Bearer ${apiKey}` } : {};
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const asked = request(url + path, { method, headers: { ...key, ...headers, ...length } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (text += chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, ms: performance.now() - begun }),
      );
      answer.on("error", reject);
    });
    // A body that is refused may be cut off before it is read.
    asked.on("error", () => resolve({ status: 413, headers: {}, text: "", ms: performance.now() - begun }));
    asked.end(body);
  });
}

function listed(problems: readonly unknown[]): string | null {
  return problems.filter((each) => typeof each === "string").join("; ") || null;
}
