/** What the README says is run, or held against the code. */
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lifecycle } from "./requests/lifecycle-table.ts";
import { RequestStatus } from "./requests/request-status.ts";
import { eventually } from "./testing/eventually.ts";
import { startTestApp, type TestApp } from "./testing/test-app.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const scripts = readme.slice(readme.indexOf("## For scripts"));

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map((match) => match[1]!);
}

describe("the README", () => {
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    app = await startTestApp();
    folder = await mkdtemp(join(tmpdir(), "readmeabook-readme-"));
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("shows a session with curl that works as it stands", async () => {
    const session = blocks(scripts, "sh").join("\n").replace("http://localhost:4000", app.url);
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", session], { cwd: folder });
    expect(stdout).toContain(`"name":"owner","role":"ADMIN"`);
    expect(stdout).toContain(`"createRequest":{"id":`);
    expect(stdout).toContain(`"audiobook":{"title":"Emma","author":"Jane Austen"}`);
    expect(stdout).not.toContain(`"errors"`);
  });

  it("shows a query of the reasons that works as it stands", async () => {
    const { requests } = await app.admin.ask(`{ requests { nodes { id } } }`);
    const { request } = await app.admin.ask(blocks(scripts, "graphql")[0]!, { id: requests.nodes[0].id });
    expect(request.events[0].message).toBe("Asked for.");
  });

  it("shows a script that watches, and that sees a change", async () => {
    const script = blocks(scripts, "js")[0]!.replace("ws://localhost:4000", app.url.replace("http", "ws"));
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      env: { ...process.env, KEY: app.admin.apiKey! },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => void (said += chunk.toString()));
    try {
      let number = 0;
      await eventually(async () => {
        await app.admin.ask(
          `mutation ($title: String!) { createRequest(input: { title: $title, author: "Nobody" }) { id } }`,
          {
            title: `A book ${(number += 1)}`,
          },
        );
        expect(said).toMatch(/A book \d+: (PENDING|SEARCHING) 0 %/);
      });
    } finally {
      child.kill();
    }
  });

  it("draws the state machine as the table has it", () => {
    const drawn = [...blocks(readme, "mermaid")[0]!.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(
      ([, from, to]) => `${from} → ${to}`,
    );
    const edges = Object.values(RequestStatus).flatMap((from) => lifecycle[from].to.map((to) => `${from} → ${to}`));
    expect(drawn.toSorted()).toEqual(edges.toSorted());
  });

  it("names the jobs of each status", () => {
    for (const [status, { jobs }] of Object.entries(lifecycle)) {
      if (jobs.length > 0) expect(readme).toContain(`${status}: ${status} (${jobs.join(", ")})`);
    }
  });

  it("lists every variable of the environment with its default", async () => {
    const env = await readFile(new URL("./env.ts", import.meta.url), "utf8");
    const variables = new Set([...env.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((match) => match[1]!));
    expect(variables).toContain("PORT");
    for (const name of variables) expect(readme).toContain(`\`${name}\``);
  });
});
