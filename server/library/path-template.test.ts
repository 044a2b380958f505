import { resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultPathTemplate, renderPath, safeName, validateTemplate } from "./path-template.ts";

const book = {
  author: "Ursula K. Le Guin",
  title: "The Farthest Shore",
  narrator: "Rob Inglis",
  series: "Earthsea",
  seriesPosition: 3,
  year: 1972,
  asin: "B002V1A0WE",
};
const bare = { author: "Ursula K. Le Guin", title: "The Farthest Shore" };

describe("renderPath", () => {
  it.each([
    [defaultPathTemplate, book, ["Ursula K. Le Guin", "Earthsea", "The Farthest Shore [B002V1A0WE]"]],
    [defaultPathTemplate, bare, ["Ursula K. Le Guin", "The Farthest Shore"]],
    ["{title}< ({year}, {narrator})>", { ...bare, year: 1972 }, ["The Farthest Shore"]],
    ["{title}< ({year}, {narrator})>", book, ["The Farthest Shore (1972, Rob Inglis)"]],
    [
      "<{series} {seriesPosition} - >{title}",
      { ...bare, series: "Earthsea", seriesPosition: 0 },
      ["Earthsea 0 - The Farthest Shore"],
    ],
    ["{author}/{series}/{title}", bare, ["Ursula K. Le Guin", "The Farthest Shore"]],
    ["Books // {title}/", book, ["Books", "The Farthest Shore"]],
    ["{title}", { author: "", title: "???", asin: "B002V1A0WE" }, ["B002V1A0WE"]],
    [defaultPathTemplate, { author: " ", title: ".." }, ["Unknown Author", "Untitled"]],
    [defaultPathTemplate, { author: "{title}", title: "<{asin}>" }, ["{title}", "{asin}"]],
    [defaultPathTemplate, { author: "AC/DC", title: "Dune: Messiah?" }, ["AC DC", "Dune Messiah"]],
  ])("renders %s", (template, of, segments) => {
    expect(renderPath(template, of)).toEqual(segments);
  });

  const hostile = [
    "../../etc/cron.d/x",
    "..\\..\\windows\\x",
    "/etc/passwd",
    "C:\\x",
    "a/../../b",
    "....//....//x",
    ".",
    "..",
    "",
    " ",
    ".hidden",
    "CON",
    "NUL.m4b",
    "aux",
    "com1",
    "LPT¹.txt",
    "name.",
    "name ",
    "-rf",
    "$(id)",
    "a\nb",
    "a\rb",
    "a\0b",
    "a\u202eb4m.exe",
    "e\u0301",
    "\u2024\u2024/x",
    "%2e%2e%2fx",
    "a".repeat(400),
    "é".repeat(300),
    "😀".repeat(200),
    "👩‍👩‍👧".repeat(60),
    'a:b*c?"<>|',
    "~/.ssh/authorized_keys",
    "${HOME}/x",
    "{{7*7}}",
    "con.m4b ",
    "con .m4b",
    "\ud83d",
    `${"a".repeat(198)} .b`,
    " . . ",
    "\u200b",
    "\u200b..",
    ".\u200b.",
    "*.*",
  ];
  it.each(hostile)("keeps %j within two harmless folders", (value) => {
    const segments = renderPath("{author}/<{series}/>{title}", { author: value, title: value });
    expect(segments).toHaveLength(2);
    expect(resolve("/library", ...segments).startsWith(`/library${sep}`)).toBe(true);
    for (const segment of segments) {
      expect(segment).not.toMatch(/^[. ]|[. ]$|[\p{Cc}<>:"/\\|?*\u202e\u200b]|^$/u);
      expect(segment).not.toMatch(/^(con|nul|aux|com1|lpt¹)\s*(\.|$)/i);
      expect(Buffer.from(segment).toString()).toBe(segment);
      expect(segment).toBe(segment.normalize("NFC"));
      expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(200);
    }
  });
});

describe("safeName", () => {
  it("cuts between characters as people see them", () => {
    expect(safeName("ab👩‍👩‍👧", 10)).toBe("ab");
    expect(safeName("éé", 4)).toBe("é");
  });
});

describe("validateTemplate", () => {
  it.each([
    defaultPathTemplate,
    "{author}/<{series}/><{seriesPosition} - >{title}< [{asin}]>",
    "Audio/{title} ({year})",
    "{title}...",
  ])("accepts %s", (template) => expect(() => validateTemplate(template)).not.toThrow());

  it.each([
    ["/books/{title}", "cannot start at a root"],
    ["C:/books/{title}", "cannot start at a root"],
    ["{author}\\{title}", "Separate folders by /"],
    ["../{title}", "cannot contain . or .."],
    ["{author}/ .. /{title}", "cannot contain . or .."],
    ["{author}/.<{series}>./{title}", "cannot contain . or .."],
    ["{author}/{isbn}/{title}", "There is no variable {isbn}"],
    ["{author}/{}/{title}", "There is no variable {}"],
    ["{author}", "needs {title}"],
    ["", "needs {title}"],
    ["{author}/<{series} {title}>", "needs {title}"],
    ["{author}/<{series} {title}", "Each < needs one >"],
    ["<a <{series}>> {title}", "Each < needs one >"],
    ["{title} {author", "Each { needs a }"],
    ["{title}< unabridged>", "needs a variable"],
    ["{title}: {narrator}", "File names cannot contain"],
    ["{title}\n", "File names cannot contain"],
    [`{title}${"x".repeat(500)}`, "longer than 500"],
  ])("refuses %j", (template, sentence) => {
    expect(() => validateTemplate(template)).toThrow(
      expect.objectContaining({ code: "BAD_USER_INPUT", message: expect.stringContaining(sentence) }),
    );
  });
});
