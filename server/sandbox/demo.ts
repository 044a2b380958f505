/** `npm run demo`: reads what it is told, runs the demo, and says how it went. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { describeDemo } from "./describe-demo.ts";
import { runDemo } from "./run-demo.ts";
import { createView } from "./terminal.ts";

const USAGE = `npm run demo [-- --keep] [--keep-data]

  --keep       leave the server running, and say how to sign in
  --keep-data  go on with what the last demo left, instead of from nothing

  PORT      where the server listens; any free port unless set
  DEMO_DIR  an empty folder, or that of an earlier demo; data/demo unless set
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { keep: { type: "boolean" }, "keep-data": { type: "boolean" }, help: { type: "boolean" } },
  });
  const { PORT, DEMO_DIR, NO_COLOR, TERM } = process.env;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // The second one ends it at once: Node's own answer to a signal that nobody listens to.
    process.once(signal, () => stopping.abort(new Error("Stopped.")));
  }
  const { stdout } = process;
  const view = createView(
    {
      write: (text) => stdout.write(text),
      get columns() {
        return stdout.columns;
      },
      isTTY: stdout.isTTY && TERM !== "dumb",
    },
    !NO_COLOR,
  );
  try {
    const dir = resolve(DEMO_DIR || "data/demo");
    const port = Number(PORT || 0);
    const demo = await runDemo({ dir, port, keepData: values["keep-data"] ?? false, view, signal: stopping.signal });
    view.close();
    view.say(await describeDemo(demo));
    if (values.keep) {
      const { username, password } = demo.account;
      view.say(
        `\nThe server runs on until you press Ctrl-C.\n  ReadMeABook  ${demo.url}\n  Playground   ${demo.url}/playground`,
      );
      view.say(`  Sign in as   ${username}\n  Password     ${password}`);
      await new Promise((end) => stopping.signal.addEventListener("abort", end));
    }
    await demo.close();
    return 0;
  } catch (error) {
    view.close();
    if (stopping.signal.aborted) return 130;
    const { code, message } = error as NodeJS.ErrnoException;
    const isTaken = code === "EADDRINUSE";
    process.stderr.write(`${isTaken ? "Another program uses this port. Set PORT to a free one." : message}\n`);
    return 1;
  }
}

process.exitCode = await main();
