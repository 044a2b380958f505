import { join } from "node:path";
import { findPostmaster, PORT, SUPERUSER } from "../../database/embedded-postmaster.ts";

/** How to reach the embedded PostgreSQL of a server that runs on this DATA_DIR, as a superuser; the same after a restart. */
export async function embeddedAddress(dataDir: string) {
  const postmaster = await findPostmaster(join(dataDir, "postgres"));
  if (!postmaster) throw new Error(`No PostgreSQL runs in ${dataDir}.`);
  return { host: postmaster.socketDir, port: PORT, user: SUPERUSER, database: "readmeabook" };
}
