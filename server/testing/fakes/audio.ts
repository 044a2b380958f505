/**
 * The smallest files that a tag parser takes for audio: a header that claims a running time, and tags. A ten-hour book
 * is a kilobyte, so tests need neither an encoder nor fixtures. No player would play them.
 */

/** What the file shall say about itself. */
export interface FakeAudio {
  /** Running time that the header claims. Default 60. */
  readonly seconds?: number;
  readonly title?: string;
  readonly album?: string;
  readonly artist?: string;
  readonly albumArtist?: string;
  readonly narrator?: string;
  readonly asin?: string;
  readonly track?: number;
  readonly disc?: number;
  readonly cover?: Uint8Array;
  /** Bytes of silence to append, so that files differ in size. */
  readonly padding?: number;
}

/** An MP3 (MPEG-2 layer III, mono) with an ID3v2.4 tag and a Xing header. */
export function fakeMp3(audio: FakeAudio = {}): Buffer {
  const frames = [
    textFrame("TIT2", audio.title),
    textFrame("TALB", audio.album),
    textFrame("TPE1", audio.artist),
    textFrame("TPE2", audio.albumArtist),
    textFrame("TCOM", audio.narrator),
    textFrame("TRCK", audio.track?.toString()),
    textFrame("TPOS", audio.disc?.toString()),
    textFrame("TXXX", audio.asin && `ASIN\0${audio.asin}`),
    audio.cover
      ? id3Frame("APIC", Buffer.concat([Buffer.from("\0image/jpeg\0\x03\0", "latin1"), audio.cover]))
      : Buffer.alloc(0),
  ];
  const body = Buffer.concat(frames);
  const tag = Buffer.concat([Buffer.from("ID3\x04\0\0", "latin1"), syncSafe(body.length), body]);
  // 16 kHz: 576 samples a frame, 36 bytes at 8 kbit/s and 72 at 16. The first frame holds the Xing header behind the
  // side information; the others have another bit rate, so that a parser believes that header.
  const first = Buffer.alloc(36);
  first.writeUInt32BE(0xfff318c0);
  first.write("Xing", 13, "latin1");
  first.writeUInt32BE(3, 17);
  first.writeUInt32BE(Math.round(((audio.seconds ?? 60) * 16_000) / 576), 21);
  first.writeUInt32BE(1, 25);
  const frame = Buffer.alloc(72);
  frame.writeUInt32BE(0xfff328c0);
  return Buffer.concat([tag, first, ...Array<Buffer>(8).fill(frame), Buffer.alloc(audio.padding ?? 0)]);
}

/** An MPEG-4 audiobook: ftyp, and a moov with a movie header, one audio track and iTunes tags. */
export function fakeM4b(audio: FakeAudio = {}): Buffer {
  const seconds = audio.seconds ?? 60;
  const mvhd = Buffer.alloc(100);
  mvhd.writeUInt32BE(1000, 12);
  mvhd.writeUInt32BE(Math.round(seconds * 1000), 16);
  const mdhd = Buffer.alloc(24);
  mdhd.writeUInt32BE(1000, 12);
  mdhd.writeUInt32BE(Math.round(seconds * 1000), 16);
  const hdlr = (type: string) => atom("hdlr", Buffer.alloc(8), Buffer.from(type), Buffer.alloc(13));
  const mp4a = Buffer.alloc(28);
  mp4a.writeUInt16BE(1, 16);
  mp4a.writeUInt16BE(16, 18);
  mp4a.writeUInt32BE((16_000 << 16) >>> 0, 24);
  const stsd = atom("stsd", Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), atom("mp4a", mp4a));
  const track = atom(
    "trak",
    atom("tkhd", Buffer.alloc(84)),
    atom("mdia", atom("mdhd", mdhd), hdlr("soun"), atom("minf", atom("stbl", stsd))),
  );
  const tags = atom(
    "ilst",
    textAtom("©nam", audio.title),
    textAtom("©alb", audio.album),
    textAtom("©ART", audio.artist),
    textAtom("aART", audio.albumArtist),
    textAtom("©wrt", audio.narrator),
    numberAtom("trkn", audio.track),
    numberAtom("disk", audio.disc),
    audio.asin ? freeAtom("ASIN", audio.asin) : Buffer.alloc(0),
    audio.cover ? atom("covr", dataAtom(13, Buffer.from(audio.cover))) : Buffer.alloc(0),
  );
  const udta = atom("udta", atom("meta", Buffer.alloc(4), hdlr("mdir"), tags));
  return Buffer.concat([
    atom("ftyp", Buffer.from("M4B \0\0\0\0M4B mp42")),
    atom("moov", atom("mvhd", mvhd), track, udta),
    atom("mdat", Buffer.alloc(audio.padding ?? 0)),
  ]);
}

function textFrame(id: string, value: string | undefined): Buffer {
  return value === undefined ? Buffer.alloc(0) : id3Frame(id, Buffer.from(`\x03${value}`));
}

function id3Frame(id: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id), syncSafe(body.length), Buffer.alloc(2), body]);
}

/** ID3 lengths hold seven bits a byte. */
function syncSafe(length: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (length >> shift) & 0x7f));
}

function atom(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

function dataAtom(type: number, value: Buffer): Buffer {
  return atom("data", Buffer.from([0, 0, 0, type, 0, 0, 0, 0]), value);
}

function textAtom(type: string, value: string | undefined): Buffer {
  return value === undefined ? Buffer.alloc(0) : atom(type, dataAtom(1, Buffer.from(value)));
}

function numberAtom(type: string, value: number | undefined): Buffer {
  return value === undefined ? Buffer.alloc(0) : atom(type, dataAtom(0, Buffer.from([0, 0, 0, value, 0, 0, 0, 0])));
}

function freeAtom(name: string, value: string): Buffer {
  const mean = atom("mean", Buffer.alloc(4), Buffer.from("com.apple.iTunes"));
  return atom("----", mean, atom("name", Buffer.alloc(4), Buffer.from(name)), dataAtom(1, Buffer.from(value)));
}
