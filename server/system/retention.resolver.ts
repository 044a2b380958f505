import { Ctx, Field, Int, ObjectType, Query, registerEnumType, Resolver } from "type-graphql";
import { countDue, oldBefore, retentionNames, retentionRules } from "../database/retention.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { auditRetention, countOldAudit } from "../security/cut-audit.ts";

/** What becomes of what is old. */
export enum RetentionAction {
  MARK = "mark",
  MOVE = "move",
  DELETE = "delete",
}
registerEnumType(RetentionAction, {
  name: "RetentionAction",
  description: "What becomes of what is old.",
  valuesConfig: {
    MARK: { description: "It is archived where it is, and leaves the lists." },
    MOVE: { description: "It is moved to the archive." },
    DELETE: { description: "It is deleted for good." },
  },
});

@ObjectType({ description: "What becomes of one kind of old rows, and how many a run would take now." })
class RetentionRule {
  @Field(() => String, { description: "What it is called in the report of a run: requests, jobs, …" })
  name!: string;
  @Field(() => String, { description: "The setting that says after how many days." })
  setting!: string;
  @Field(() => Int, { description: "After how many days; 0: never." })
  days!: number;
  @Field(() => RetentionAction)
  action!: RetentionAction;
  @Field(() => Int, { description: "How many rows a run would take now." })
  due!: number;
}

@Resolver()
export class RetentionResolver {
  @Query(() => [RetentionRule], {
    description: "What the next run of apply_retention would take; nothing is changed. For admins.",
  })
  async retention(@Ctx() ctx: OperationContext): Promise<RetentionRule[]> {
    const settings = await ctx.integrations.settings();
    const now = new Date();
    const old = retentionNames.flatMap((name) => {
      const before = oldBefore(retentionRules[name].setting, settings, now);
      return before ? [[name, before] as const] : [];
    });
    const counts = await countDue(ctx.em, old);
    const auditBefore = oldBefore(auditRetention, settings, now);
    return [
      ...retentionNames.map((name) => ({ name, ...retentionRules[name], due: counts.get(name) ?? 0 })),
      {
        name: "audit",
        setting: auditRetention,
        action: "delete",
        due: auditBefore ? await countOldAudit(ctx.em, auditBefore) : 0,
      },
    ].map(({ name, setting, action, due }) => ({
      name,
      setting,
      days: Number(settings[setting]),
      action: action as RetentionAction,
      due,
    }));
  }
}
