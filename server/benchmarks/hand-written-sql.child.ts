import type { PoolConfig } from "pg";
import { serveHandWrittenSql } from "./hand-written-sql.ts";
import { given, tell } from "./program.ts";

await tell((await serveHandWrittenSql(given<PoolConfig>())).url);
