import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadOrMakeKeyFile, openKeyFile } from "./encryption-keys.ts";
import { createSecretBox } from "./secret-box.ts";

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), "readmeabook-keys-"))));
afterEach(() => rmSync(dataDir, { recursive: true }));

describe("the key file", () => {
  it("that loses a key while the program runs has it open what it sealed all the same", () => {
    const { keys, path } = loadOrMakeKeyFile(dataDir);
    const box = createSecretBox(keys, openKeyFile(path));
    const place = { table: "users", column: "auth_token", id: "1" };
    const sealed = box.seal("canary", place);
    box.addKey!();
    const [newest] = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, `${newest}\n`);
    expect(box.seal("canary", place)).toMatch(/^enc:v1:k2:/);
    expect(box.open(sealed, place)).toBe("canary");
  });

  it("is made once, for its owner alone, and nothing is left beside it", () => {
    const first = loadOrMakeKeyFile(dataDir);
    expect(first.made).toBe(true);
    expect(statSync(first.path).mode & 0o777).toBe(0o600);
    const second = loadOrMakeKeyFile(dataDir);
    expect(second).toMatchObject({ made: false, keys: first.keys });
    expect(readdirSync(dataDir)).toEqual(["encryption.keys"]);
  });

  it("is refused when others may read it", () => {
    const { path } = loadOrMakeKeyFile(dataDir);
    chmodSync(path, 0o640);
    expect(() => loadOrMakeKeyFile(dataDir)).toThrow(/may be read by others. Run: chmod 600/);
  });

  it("is refused when it is damaged, without telling what is in it", () => {
    const { path } = loadOrMakeKeyFile(dataDir);
    writeFileSync(path, "k1:canary");
    expect(() => loadOrMakeKeyFile(dataDir)).toThrow(/exactly 32 bytes.*Put the right file back/s);
    expect(() => loadOrMakeKeyFile(dataDir)).not.toThrow(/canary/);
  });
});
