/** PostGraphile 5 with its own defaults (the Amber preset), from the folder into which the benchmark has installed it. */
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { given, tell } from "./program.ts";

const { folder, connectionString } = given<{ folder: string; connectionString: string }>();
const load = createRequire(`${folder}/package.json`);
const { postgraphile } = load("postgraphile");
const { PostGraphileAmberPreset } = load("postgraphile/presets/amber");
const { makePgService } = load("postgraphile/adaptors/pg");
const { grafserv } = load("postgraphile/grafserv/node");

const server = createServer();
const served = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString, schemas: ["public"] })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
}).createServ(grafserv);
await served.addTo(server);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
await tell(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
