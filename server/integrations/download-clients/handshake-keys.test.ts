import crypto from "node:crypto";
import Wire from "bittorrent-protocol";
import { describe, expect, it, vi } from "vitest";
import "./handshake-keys.ts";

/** P and G of the specification of Message Stream Encryption, in hex. */
const prime =
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a36210000000000090563";
const generator = 2;
const keys = () => new Wire("", 1)._encryptor.dh;

describe("the keys of an encrypted handshake", () => {
  it("come to the same secret as those that OpenSSL makes by itself", () => {
    const [ours, theirs] = [keys(), crypto.createDiffieHellman(prime, "hex", generator)];
    const [toThem, toUs] = [ours.generateKeys(), theirs.generateKeys()];
    // Somebody else connects in between.
    keys().generateKeys();
    expect(ours.computeSecret(toUs)).toEqual(theirs.computeSecret(toThem));
  });

  it("have OpenSSL examine the prime for none of the connections", () => {
    const examine = vi.spyOn(crypto, "createDiffieHellman");
    keys().generateKeys();
    expect(examine).not.toHaveBeenCalled();
    examine.mockRestore();
  });

  it("are others for each connection", () => {
    const made = Array.from({ length: 20 }, () => keys().generateKeys().toString("hex"));
    expect(new Set(made).size).toBe(20);
  });

  it("serve two who shake hands and talk", async () => {
    const infoHash = "a".repeat(40);
    const [asks, answers] = [new Wire("tcpOutgoing", 2), new Wire("tcpIncoming", 2)];
    asks.pipe(answers).pipe(asks);
    answers.once("crypto-infohash", () => answers.setInfoHash(infoHash));
    const shaken = [asks, answers].map((wire) => new Promise((resolve) => wire.once("crypto-handshake", resolve)));
    asks.startEncryption(infoHash);
    await Promise.all(shaken);
    const heard = new Promise((resolve) => answers.once("handshake", resolve));
    asks.handshake(infoHash, "b".repeat(40), {});
    expect(await heard).toBe(infoHash);
    expect([asks, answers].map(({ _encryptionMethod: method }) => method)).toEqual([2, 2]);
    asks.destroy();
    answers.destroy();
  });
});
