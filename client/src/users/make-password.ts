/** Without what looks alike: it may be read out on the telephone. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** @returns such as "k7mw-p3xq-9dfa-h2tz": 79 bits that nobody can guess. */
export function makePassword(): string {
  const picked: string[] = [];
  while (picked.length < 16) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    // Those above would make the first letters likelier.
    if (byte! < 256 - (256 % letters.length)) picked.push(letters[byte! % letters.length]!);
  }
  return picked.join("").match(/.{4}/g)!.join("-");
}
