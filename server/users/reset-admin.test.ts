/** Who becomes the admin that is let in again; the rest is tested with the real process in main.test.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openAuditDatabase, type AuditDatabase } from "../testing/audit-database.ts";
import { resetAdmin } from "./reset-admin.ts";

let place: AuditDatabase;
beforeAll(async () => void (place = await openAuditDatabase()));
afterAll(() => place.close());
beforeEach(() => place.sql("delete from users"));

const reset = (name: string) => resetAdmin(place.workerContext().em, name);
const addPlexPerson = (id: string, role: string) =>
  place.sql("insert into users (plex_id, plex_username, role) values ($1, 'Owen', $2)", [id, role]);
const people = () =>
  place.sql("select plex_id, username, role, password_hash is not null as local from users order by 1");

describe("an admin who is reset by the name that they have at Plex", () => {
  it("has a local account from then on, beside Plex", async () => {
    await addPlexPerson("1", "admin");
    expect(await reset("OWEN")).toMatchObject({ username: "owen", isNew: false, signsInWithPlex: true });
    expect(await people()).toEqual([{ plex_id: "1", username: "owen", role: "admin", local: true }]);
  });

  it("is not a friend who happens to have it: that one stays what they are", async () => {
    await addPlexPerson("1", "user");
    expect(await reset("owen")).toMatchObject({ isNew: true, signsInWithPlex: false });
    expect(await people()).toEqual([
      { plex_id: "1", username: null, role: "user", local: false },
      { plex_id: null, username: "owen", role: "admin", local: true },
    ]);
  });

  it("is none of two: nothing is changed", async () => {
    await Promise.all([addPlexPerson("1", "admin"), addPlexPerson("2", "admin")]);
    await expect(reset("owen")).rejects.toThrow("There are 2 admins who are called owen at Plex. Choose another name.");
    expect((await people()).map(({ local }) => local)).toEqual([false, false]);
  });
});
