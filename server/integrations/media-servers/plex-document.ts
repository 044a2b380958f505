/**
 * What a Plex Media Server answers, checked: JSON as it was asked for, or XML, which older servers and some proxies send
 * whatever they are asked for. The two carry the same names; XML has attributes for values, and says Directory or Track
 * where JSON says Metadata.
 */
import { z } from "zod";
import { UpstreamRejectedError } from "../../errors.ts";
import type { HttpAnswer } from "../http-client.ts";
import { listOrNone, number, readShape, text } from "../lenient-json.ts";
import { parsePlexXml } from "../plex-xml.ts";

export const PLEX = "Plex server";

const tags = listOrNone(z.object({ tag: text }));
const key = text.pipe(z.string());

/** A library of the server. Audiobooks are kept in those of type "artist", as music is. */
export const plexSection = z.object({
  key,
  type: text,
  title: text.transform((title) => title ?? "without a name"),
  Location: listOrNone(z.object({ path: z.string() })),
});

/** A book: `parentTitle` is the author. Other names of it are in `Guid` when they are asked for. */
export const plexAlbum = z.object({
  ratingKey: key,
  guid: text,
  title: key,
  parentTitle: text,
  Guid: listOrNone(z.object({ id: text })),
  Style: tags,
});
export type PlexAlbum = z.infer<typeof plexAlbum>;

/** A file of a book; `duration` is in milliseconds. Only tracks tell where things lie. */
export const plexTrack = z.object({
  parentRatingKey: key,
  duration: number,
  Media: listOrNone(z.object({ Part: listOrNone(z.object({ file: z.string().min(1) })) })),
});
export type PlexTrack = z.infer<typeof plexTrack>;

const container = z.object({
  MediaContainer: z.object({
    machineIdentifier: text,
    version: text,
    totalSize: number,
    Metadata: z.array(z.unknown()).optional(),
    Track: z.array(z.unknown()).optional(),
    Directory: z.array(z.unknown()).optional(),
  }),
});

/** The frame that every answer comes in. */
export interface PlexContainer {
  readonly machineIdentifier: string | null;
  readonly version: string | null;
  /** How many there are on all pages together; null when the answer is not a page. */
  readonly totalSize: number | null;
  /** Sections, albums or tracks, not checked yet; none at all where nothing was found. */
  readonly elements: readonly unknown[];
}

/** @throws UpstreamRejectedError when it is not an answer of Plex. */
export async function readContainer(answer: HttpAnswer): Promise<PlexContainer> {
  const body = answer.text().trimStart();
  const parsed = body.startsWith("<") ? await parseXml(body, answer.status) : answer.json();
  const { MediaContainer: found } = readShape(parsed, container, PLEX, "an answer of Plex");
  return { ...found, elements: found.Metadata ?? found.Track ?? found.Directory ?? [] };
}

async function parseXml(body: string, status: number): Promise<unknown> {
  const rejected = (what: string) =>
    new UpstreamRejectedError(`The ${PLEX} sent ${what}. Check its address under Settings.`, {
      integration: PLEX,
      status,
    });
  if (/^<(!doctype\s+)?html/i.test(body)) throw rejected("a web page instead of an answer");
  const document = await parsePlexXml(body);
  if (document === undefined) throw rejected("a damaged document");
  return document;
}
