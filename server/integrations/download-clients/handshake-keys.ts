/**
 * Makes an encrypted handshake cheap. For each connection bittorrent-protocol 5.0.9 has OpenSSL examine the one prime that
 * the protocol knows, which takes some 20 ms of processor: hundreds of torrents were not open for many seconds after a
 * start, and a stranger who connected again and again could keep the thread busy. Here the prime is examined once, and
 * each connection has a private key of its own all the same. Importing this file is enough.
 */
import { randomBytes, type DiffieHellman } from "node:crypto";
import Wire, { type HandshakeKeys } from "bittorrent-protocol";

/** As long as the protocol advises. */
const PRIVATE_KEY_BYTES = 20;

const encryptor = new Wire("", 1)._encryptor;
const examined = encryptor.dh as DiffieHellman;

/** The keys of one connection. What is shared holds none of them longer than a call. */
function createKeys(): HandshakeKeys {
  const own = randomBytes(PRIVATE_KEY_BYTES);
  const withOwn = () => {
    examined.setPrivateKey(own);
    return examined;
  };
  return {
    generateKeys: () => withOwn().generateKeys(),
    computeSecret: (theirs) => withOwn().computeSecret(theirs),
  };
}

Object.defineProperty(Object.getPrototypeOf(encryptor), "dh", {
  get(this: { _dh: HandshakeKeys | null }) {
    return (this._dh ??= createKeys());
  },
});
