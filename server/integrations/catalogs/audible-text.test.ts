import { describe, expect, it } from "vitest";
import { toPlainText } from "./audible-text.ts";

describe("A description without its HTML", () => {
  it.each([
    ["<p><b>THE #1 </b><b><i>BESTSELLER</i></b></p> <p>Second.</p>", "THE #1 BESTSELLER\n\nSecond."],
    ["One<br/>two<BR>three", "One\ntwo\nthree"],
    ["<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"],
    ["  Plain \n text ", "Plain text"],
    ["Tom &amp; Jerry&nbsp;&#8212; &ldquo;caf&eacute;&rdquo; &#x1F600;", "Tom & Jerry — “café” 😀"],
    ["&lt;b&gt;not bold&lt;/b&gt; &amp;lt;", "<b>not bold</b> &lt;"],
    ["&unknown; &#0; &#xD800; &#99999999; 1 < 2 & 3 > 2", "&unknown; &#99999999; 1 < 2 & 3 > 2"],
    ['<a href="https://x.example/?a=1&amp;b=2">Link</a><!-- no -->', "Link"],
    ["<p></p>", ""],
    ["", ""],
  ])("of %j is %j", (html, text) => {
    expect(toPlainText(html)).toBe(text);
  });

  it("is made of a very long one before the test's time is up", () => {
    toPlainText("<p ".repeat(100_000));
    toPlainText("<!--".repeat(100_000));
    toPlainText("&#".repeat(100_000));
    expect(toPlainText(" ".repeat(100_000))).toBe("");
  });
});
