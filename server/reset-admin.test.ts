import { existsSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { openBrowser } from "./testing/browser.ts";
import { eventually } from "./testing/eventually.ts";
import { useProgram } from "./testing/program-place.ts";

const place = useProgram();
const { start, onDatabase } = place;

describe("reset-admin", () => {
  const reset = async (...args: string[]) => {
    const { said, ended } = start(onDatabase(), "reset-admin.js", ...args);
    const code = await ended;
    return { ...said, code, password: /shown this once: (\S+)/.exec(said.out)?.[1] };
  };
  const visit = async (url: string, username: string, password: string | undefined) => {
    const browser = openBrowser(url);
    const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { user { name role } } }`;
    const { data } = await browser.send(signIn, { input: { username, password } });
    return { browser, user: data?.signIn.user };
  };

  it("makes an admin, and lets one in again with a new password and nothing old, while the program runs and after", async () => {
    const sql = new Client({ ...place.database.address });
    await sql.connect();
    const { said, ended, stop } = start(onDatabase());
    try {
      await eventually(() => expect(said.out).toContain("ReadMeABook is at"));
      const [url] = /http:\S+/.exec(said.out)!;
      const made = await reset("--username", " Olga ");
      expect(made).toMatchObject({ code: 0, err: "" });
      expect(made.out).toMatch(/olga is an admin, with a new account\. .*: ([a-z2-9]{5}-){3}[a-z2-9]{5}\n/);
      const { browser, user } = await visit(url, "olga", made.password);
      expect(user).toEqual({ name: "olga", role: "ADMIN" });
      const { createApiKey } = await browser.ask(
        `mutation { createApiKey(input: { name: "script" }) { apiKey { id } } }`,
      );

      await sql.query("update users set role = 'user', deactivated_at = now() where username = 'olga'");
      await sql.query("update users set deactivated_at = null where username = 'olga'");
      const old = await visit(url, "olga", made.password);
      const again = await reset("--username", "olga");
      expect(again.out).toContain("Signed out of 1 browsers; 1 API keys ended.");
      await eventually(async () => expect((await old.browser.ask(`{ viewer { id } }`)).viewer).toBeNull(), 1_500);
      expect((await visit(url, "olga", made.password)).user).toBeUndefined();
      expect((await visit(url, "olga", again.password)).user).toEqual({ name: "olga", role: "ADMIN" });
      const { rows } = await sql.query("select revoked_at from api_keys where id = $1", [createApiKey.apiKey.id]);
      expect(rows[0].revoked_at).toBeInstanceOf(Date);
    } finally {
      stop("SIGTERM");
      await ended;
    }
    await sql.query("update users set deactivated_at = now() where username = 'olga'");
    expect(await reset("--username", "olga")).toMatchObject({ code: 0, err: "" });
    const { rows } = await sql.query(
      "select actor_id, actor_name, address, details from audit_events where action = 'user.admin_reset' order by id",
    );
    const about = { actor_id: null, actor_name: "command line", address: null };
    expect(rows).toEqual([
      { ...about, details: { name: "olga", isNew: true, sessions: 0, keys: 0 } },
      { ...about, details: { name: "olga", isNew: false, role: "user", wasDeactivated: false, sessions: 1, keys: 1 } },
      { ...about, details: { name: "olga", isNew: false, role: "admin", wasDeactivated: true, sessions: 0, keys: 0 } },
    ]);
    await sql.end();
  });

  it("says what is wrong, and takes no password and makes no database", async () => {
    const [wrong, unnamed] = await Promise.all([reset("--username", "a b"), reset("--username", "ann", "canary")]);
    expect(wrong).toMatchObject({ code: 1, out: "" });
    expect(wrong.err).toMatch(/^The admin could not be reset\. A name has 2 to 64 letters/);
    expect(unnamed).toMatchObject({ code: 2, out: "" });
    expect(unnamed.err).toMatch(/^Say whom, and nothing else: npm run reset-admin -- --username NAME/);
    expect(unnamed.err).not.toContain("canary");
    const nowhere = start({ DATA_DIR: join(place.folder, "nowhere") }, "reset-admin.js", "--username", "ann");
    expect(await nowhere.ended).toBe(1);
    expect(nowhere.said.err).toMatch(/^The admin could not be reset\. There is no database in .*nowhere/);
    expect(existsSync(join(place.folder, "nowhere"))).toBe(false);
  });
});
