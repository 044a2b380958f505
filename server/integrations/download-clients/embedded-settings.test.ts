import { expect, it } from "vitest";
import { embeddedSettings } from "./embedded-settings.ts";

it("reads its settings from the texts that the configuration stores", () => {
  const texts = { port: "6881", dht: "false", download_limit_kib: "512", upload_limit_kib: "" };
  const read = { port: 6881, listen_address: "", dht: false, download_limit_kib: 512, upload_limit_kib: undefined };
  expect(embeddedSettings.parse(texts)).toEqual(read);
  expect(embeddedSettings.parse(read)).toEqual(read);
  expect(embeddedSettings.parse({})).toEqual({ port: 0, listen_address: "", dht: true });
});

it.each([{ port: "70000" }, { port: "", dht: "perhaps" }, { download_limit_kib: "-1" }])("refuses %j", (texts) => {
  expect(embeddedSettings.safeParse(texts).success).toBe(false);
});
