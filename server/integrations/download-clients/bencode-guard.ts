/**
 * Keeps bencode from reading backwards. A string of negative length, such as in `l-3:`, makes its versions 2 and 4 read
 * the same bytes for ever and fill the memory, and four bytes of that kind may come from any tracker, any peer and, over
 * the DHT, from anybody at all. Importing this file is enough; what reads beyond that is left to bencode.
 */
import { createRequire } from "node:module";
import bencode from "bencode";

type Decode = typeof bencode.decode;

const require = createRequire(import.meta.url);
// The DHT has a version of its own.
const ofDht = createRequire(require.resolve("k-rpc-socket"))("bencode") as { readonly decode: Decode };

for (const decode of [bencode.decode, ofDht.decode]) {
  const readString = decode.buffer;
  decode.buffer = () => {
    const start = decode.position;
    const text = readString();
    if (decode.position <= start) throw new Error("A string of negative length is no bencode.");
    return text;
  };
}
