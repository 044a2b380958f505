import { describe, expect, it } from "vitest";
import { filterOfKnown, isBrowsing, readView, writeView, type DiscoverView } from "./discover-view.ts";

const nothing: DiscoverView = { query: "", list: null, state: null, language: null, isUnabridged: false, order: null };
const read = (address: string) => readView(new URLSearchParams(address));

describe("The address of the discover page", () => {
  it.each<[string, Partial<DiscoverView>]>([
    ["", {}],
    ["q=dune", { query: "dune" }],
    ["q=dune&state=free&language=german&unabridged=yes&order=newest", { query: "dune", state: "free", language: "german", isUnabridged: true, order: "newest" }], // prettier-ignore
    ["list=popular", { list: "popular" }],
  ])("says %j, and is written the same", (address, said) => {
    const view = { ...nothing, ...said };
    expect(read(address)).toEqual(view);
    expect(new URLSearchParams(writeView(view)).toString()).toBe(address);
  });

  it("says nothing by what is none of the choices", () => {
    expect(read("list=best&state=gone&language=klingon&unabridged=no&order=up&x=1")).toEqual(nothing);
  });

  it("shows the shelves while it says nothing", () => {
    expect([isBrowsing(read("")), isBrowsing(read("language=german"))]).toEqual([true, false]);
  });

  it("becomes the filter of what is known here", () => {
    expect(filterOfKnown(read("state=coming&unabridged=yes"))).toEqual({
      availabilityStatus: ["REQUESTED", "DOWNLOADING", "PROCESSING"],
      isAbridged: false,
    });
  });
});
