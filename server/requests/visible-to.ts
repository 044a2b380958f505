import type { RowQuery } from "../graphql/planned-rows.ts";
import type { User } from "../users/user.entity.ts";

/** Leaves the requests that the viewer may see: admins everybody's, others their own. */
export function visibleTo(viewer: User): (query: RowQuery) => RowQuery {
  return (query) => (viewer.isAdmin() ? query : query.where("t.user_id", "=", viewer.id));
}
