import { describe, expect, it } from "vitest";
import { parseXml } from "./xml.ts";

const options = { attributeNamePrefix: "@", trimValues: false, maxNestedTags: 64 };
const parse = (text: string, lists: readonly string[] = []) => parseXml(text, options, lists);
const names = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => one(i)).join("");

describe("parseXml", () => {
  it("gives elements, attributes and texts, and lists where they are told", async () => {
    expect(await parse('<a b="1 &amp; 2"><c>&#39;x&#39;</c></a>', ["c"])).toEqual({ a: { "@b": "1 & 2", c: ["'x'"] } });
  });

  it.each([
    ["half a document", '<rss><channel><item title="a'],
    ["billion laughs", `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>`],
    ["a quadratic blow-up", `<!DOCTYPE r [<!ENTITY a "${"a".repeat(50_000)}">]><r>${"&a;".repeat(20_000)}</r>`],
    ["an entity of a file", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>'],
    ["an entity of somewhere else", '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]><r/>'],
    ["depth", `${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`],
    ["depth that never ends", "<a>".repeat(100_000)],
    ["a million elements", `<a>${"<b/>".repeat(1_000_000)}</a>`],
    ["thousands of attributes", `<a${names(20_000, (i) => ` b${i}="1"`)}/>`],
    ["thousands of kinds of elements", `<a>${names(20_000, (i) => `<b${i}/>`)}</a>`],
    ["nothing", ""],
    ["no XML", "d8:announce3:abce"],
    ["control characters", "<a\0>\x01</a>"],
  ])("refuses %s", async (_, text) => {
    expect(await parse(text)).toBeUndefined();
    expect(await parse("<a>sound</a>")).toEqual({ a: "sound" });
  });

  it("gives nothing a prototype", async () => {
    const body = "<rss><item><__proto__><polluted>1</polluted></__proto__><constructor>x</constructor></item></rss>";
    await parse(body);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("answers each of those who ask at once with its own", async () => {
    const asked = ["1", "2", "3"].map((text) => parse(`<a>${text}</a>`));
    expect(await Promise.all(asked)).toEqual([{ a: "1" }, { a: "2" }, { a: "3" }]);
  });
});
