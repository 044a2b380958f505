import type { ClientConfig } from "pg";

/** Where the database is, and whom we log in as. The login may take the three roles of roles.ts. */
export interface DatabaseAddress {
  /** A host name, or the absolute path of the folder that holds the Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string | undefined;
  readonly database: string;
  readonly ssl?: ClientConfig["ssl"];
}

/** @param url a postgres:// address; `?sslmode=require|verify-full|no-verify` and `?host=/socket/folder` are understood. */
export function addressFromUrl(url: string): DatabaseAddress {
  const parsed = new URL(url);
  const mode = parsed.searchParams.get("sslmode");
  return {
    host: parsed.searchParams.get("host") ?? decodeURIComponent(parsed.hostname),
    port: Number(parsed.port || parsed.searchParams.get("port") || 5432),
    user: decodeURIComponent(parsed.username) || "postgres",
    password: parsed.password ? decodeURIComponent(parsed.password) : undefined,
    database: decodeURIComponent(parsed.pathname.slice(1)),
    ssl:
      mode === "verify-full" || mode === "verify-ca"
        ? true
        : mode === "require" || mode === "no-verify"
          ? { rejectUnauthorized: false }
          : undefined,
  };
}

/**
 * PostgreSQL lets go of what a connection holds (locks, a transaction) when nobody has been on its other side for some twenty
 * seconds, instead of for two hours: later than whoever waited there has given it up (watched-connection.ts).
 */
const serverSettings = {
  timezone: "UTC",
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 3,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 20_000,
};

/**
 * Settings of a connection that works as `role` from its first statement on. A start-up option rather than SET ROLE:
 * RESET ROLE then leads back to the role, not to the login.
 * @param role null works as the login itself.
 */
export function connectionSettings(address: DatabaseAddress, role: string | null): ClientConfig {
  const options = Object.entries(role === null ? serverSettings : { role, ...serverSettings });
  return {
    ...address,
    options: options.map(([name, value]) => `-c ${name}=${value}`).join(" "),
    application_name: "readmeabook",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}
