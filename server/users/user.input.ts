import { Field, InputType } from "type-graphql";
import type { RowQuery } from "../graphql/planned-rows.ts";
import { UserRole } from "./user.entity.ts";

@InputType()
export class UserFilter {
  @Field(() => UserRole, { nullable: true })
  role?: UserRole | null;

  @Field(() => Boolean, { nullable: true, description: "true: who may sign in; false: who is deactivated." })
  active?: boolean | null;

  @Field(() => String, { nullable: true, description: "A part of a name or an e-mail address." })
  text?: string | null;
}

/** Leaves the people that the filter asks for. */
export function whoMatches({ role, active, text }: UserFilter): (query: RowQuery) => RowQuery {
  return (query) => {
    let narrowed = query;
    if (role != null) narrowed = narrowed.where("t.role", "=", role);
    if (active != null) narrowed = narrowed.where("t.deactivated_at", active ? "is" : "is not", null);
    const sought = text?.replaceAll("\0", "").trim();
    if (!sought) return narrowed;
    const pattern = `%${sought.slice(0, 200).replace(/[\\%_]/g, "\\$&")}%`;
    return narrowed.where((where) =>
      where.or(
        ["t.username", "t.plex_username", "t.plex_email"].map((column) =>
          where(column as never, "ilike", pattern as never),
        ),
      ),
    );
  };
}
