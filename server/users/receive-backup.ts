/**
 * `POST /set-up/backup`: a backup from another server, as it is, into the folder of the backups: before there is an admin,
 * from whoever holds the token of the set-up. It is as long as it is, and never in memory as a whole.
 */
import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { inTransaction } from "../context.ts";
import type { Env } from "../env.ts";
import { DomainError, ForbiddenError } from "../errors.ts";
import { clientAddressBehind } from "../graphql/client-address.ts";
import type { MakeOperation } from "../graphql/operation.ts";
import { isOwnOrigin } from "../graphql/own-origin.ts";
import { recordAudit } from "../security/audit.ts";
import { requireSetUp } from "./set-up.ts";

/** Answers a request to it with the name that the backup has now. */
export type ReceiveBackup = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

const statuses: Readonly<Record<string, number>> = { FORBIDDEN: 403, RATE_LIMITED: 429 };

/** The token and the name that the file had come as headers: they are read before anything of it is. */
export function createReceiveBackup(makeOperation: MakeOperation, { publicUrl, trustedProxies }: Env): ReceiveBackup {
  const clientAddress = clientAddressBehind(trustedProxies);
  return async (request, reply) => {
    const header = (name: string) => String(request.headers[name] ?? "");
    try {
      if (!isOwnOrigin(request.headers, publicUrl))
        throw new ForbiddenError("A page of another site may not ask here. PUBLIC_URL says where this one is.");
      const edge = { userAgent: null, address: clientAddress(request.raw), setSessionCookie: null, plexBrowser: null };
      const ctx = await makeOperation({}, edge);
      await requireSetUp(ctx, header("x-set-up-token"), "set-up with a backup");
      const { name, sizeBytes } = await ctx.backups.receive(header("x-file-name"), request.body as Readable);
      const record = {
        actorName: "set-up token",
        subject: { type: "backup", id: name },
        details: { sizeBytes },
      } as const;
      await inTransaction(ctx, (ctx) => recordAudit(ctx, "backup.received", record));
      return await reply.code(201).send({ name });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, message, facts } = error;
      return reply.code(statuses[code] ?? 422).send({ errors: [{ message, extensions: { code, ...facts } }] });
    }
  };
}
