/** A sentence of the server's, or that there was none; `code` as in its other answers. */
export class UploadRefusedError extends Error {
  readonly code: string | null;
  constructor(message: string, code: string | null) {
    super(message);
    this.code = code;
  }
}

/** Sends a backup to a server that has no admin yet. @returns the name that it has there. @throws UploadRefusedError */
export async function uploadBackup(token: string, file: File): Promise<string> {
  // A name that no header can hold is no backup's.
  const name = /^[\w.+-]*$/.test(file.name) ? file.name : "";
  const response = await fetch("/set-up/backup", {
    method: "POST",
    headers: { "x-set-up-token": token, "x-file-name": name },
    body: file,
  }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (response?.ok && answer) return answer.name as string;
  const [first] = answer?.errors ?? [];
  throw new UploadRefusedError(first?.message ?? "", first?.extensions?.code ?? null);
}
