import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Field, ID, Info, InputType, ObjectType, Query, Resolver } from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import { connectionType, ConnectionArgs, newestFirst, type Connection } from "../graphql/connection.ts";
import type { OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { isUuid, readConnection } from "../graphql/read.ts";
import { auditActions } from "./audit-actions.ts";
import { AuditEvent } from "./audit-event.entity.ts";

const AuditEventConnection = connectionType("AuditEvent", AuditEvent);

@InputType()
class AuditFilter {
  @Field(() => [String], { nullable: true, description: "Any of these: sign_in.failed, request.approved, …" })
  action?: string[] | null;
  @Field(() => ID, { nullable: true, description: "Who did it." })
  actorId?: string | null;
  @Field(() => String, { nullable: true, description: "From where: an IP address." })
  address?: string | null;
  @Field(() => String, { nullable: true, description: "What kind of thing it was done to." })
  subjectType?: string | null;
  @Field(() => String, { nullable: true, description: "An id, or the key of a setting." })
  subjectId?: string | null;
  @Field(() => Date, { nullable: true, description: "From then on." })
  from?: Date | null;
  @Field(() => Date, { nullable: true, description: "Before then." })
  to?: Date | null;
}

@ObjectType({ description: "A kind of operation that is recorded." })
class AuditAction {
  @Field(() => String)
  name!: string;
  @Field(() => String)
  description!: string;
}

@Resolver()
export class AuditResolver {
  @Query(() => AuditEventConnection, { description: "What sensitive was done, newest first; for admins." })
  auditEvents(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => AuditFilter, { nullable: true }) filter: AuditFilter | null,
  ): Promise<Connection<Row<AuditEvent>>> {
    const { action, actorId, address, subjectType, subjectId, from, to } = filter ?? {};
    if (actorId != null && !isUuid(actorId)) throw new InvalidInputError({ actorId: "That is no id." });
    for (const [name, texts] of Object.entries({
      action,
      address: [address],
      subjectType: [subjectType],
      subjectId: [subjectId],
    }))
      if (texts?.some((text) => text?.includes("\0"))) throw new InvalidInputError({ [name]: "There is no such one." });
    return readConnection(ctx, info, AuditEvent, args, newestFirst, (query) => {
      let narrowed = query;
      if (action != null) narrowed = narrowed.where("t.action", "in", action.length > 0 ? action : [""]);
      if (actorId != null) narrowed = narrowed.where("t.actor_id", "=", actorId);
      if (address != null) narrowed = narrowed.where("t.address", "=", address);
      if (subjectType != null) narrowed = narrowed.where("t.subject_type", "=", subjectType);
      if (subjectId != null) narrowed = narrowed.where("t.subject_id", "=", subjectId);
      if (from != null) narrowed = narrowed.where("t.created_at", ">=", from);
      if (to != null) narrowed = narrowed.where("t.created_at", "<", to);
      return narrowed;
    });
  }

  @Query(() => [AuditAction], { description: "Every kind of operation that is recorded; for admins." })
  auditActions(): AuditAction[] {
    return Object.entries(auditActions).map(([name, description]) => ({ name, description }));
  }
}
