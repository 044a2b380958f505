import type { GraphQLResolveInfo } from "graphql";
import { Ctx, Info, Mutation, Query, Resolver } from "type-graphql";
import { inTransaction } from "../context.ts";
import { ConflictError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { readOne } from "../graphql/read.ts";
import { JobRecord } from "../jobs/job.entity.ts";
import { scheduleKey } from "../jobs/queue.ts";
import { recordAudit } from "./audit.ts";
import { EncryptionKey, readEncryptionKeys } from "./encryption-key.type.ts";
import { isRotationUnderWay } from "./rotate-keys.ts";

@Resolver()
export class EncryptionResolver {
  @Query(() => [EncryptionKey], { description: "The keys of the stored secrets, the active one first; for admins." })
  encryptionKeys(@Ctx() ctx: OperationContext): Promise<EncryptionKey[]> {
    return readEncryptionKeys(ctx);
  }

  @Mutation(() => JobRecord, {
    description:
      "Has every stored secret sealed anew with the active key. Of a generated key file it makes a new key first; keys of ENCRYPTION_KEYS are the owner's to make. For admins.",
  })
  async rotateEncryptionKey(@Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo): Promise<Row<JobRecord>> {
    const id = await inTransaction(ctx, async (ctx) => {
      const { em, queue, secrets } = ctx;
      // Two admins at once make one key.
      await em.execute("select pg_advisory_xact_lock(hashtext('readmeabook encryption keys'))");
      const isUnderWay = await isRotationUnderWay(ctx);
      if (!isUnderWay && !secrets.addKey)
        throw new ConflictError(
          "Every stored secret is sealed with the first key of ENCRYPTION_KEYS. Put a new key before it, keep the old one behind it, start the server again, and ask once more.",
        );
      if (!isUnderWay) secrets.addKey!();
      const sent = await queue.enqueue(em, "rotate_keys", {}, { key: scheduleKey });
      const [job] = await em.execute<{ id: string }[]>(
        "select id from jobs where type = 'rotate_keys' and (id = ? or ?::uuid is null) order by created_at desc, id desc limit 1",
        [sent, sent],
      );
      if (!job) throw new ConflictError("It is being started by its schedule in this very moment.");
      const details = { newKey: isUnderWay ? null : secrets.keyNames()[0] };
      await recordAudit(ctx, "encryption_key.rotated", { subject: { type: "job", id: job.id }, details });
      return job.id;
    });
    return (await readOne(ctx, info, JobRecord, id))!;
  }
}
