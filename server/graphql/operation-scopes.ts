/**
 * What an API key needs for each field of the root. The check is part of the fields themselves, so that no door (HTTP,
 * WebSocket, compiled queries), no alias and no fragment leads past it. Sessions need no scope: what their people may do is
 * a question of the role, which is asked of keys as well.
 */
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import { ForbiddenError } from "../errors.ts";
import { ApiKeyScope } from "../users/api-key.entity.ts";
import type { OperationContext } from "./operation.ts";

const { READ, REQUEST, ADMIN } = ApiKeyScope;

/** By field; null where none is needed. A mutation that does not stand here needs ADMIN, anything else READ. */
export const operationScopes: Readonly<Record<string, ApiKeyScope | null>> = {
  "Query.auditActions": ADMIN,
  "Query.auditEvents": ADMIN,
  "Query.configuration": ADMIN,
  "Query.job": ADMIN,
  "Query.jobs": ADMIN,
  "Query.system": ADMIN,
  "Query.users": ADMIN,
  "Mutation.approveRequest": ADMIN,
  "Mutation.beginPlexSignIn": null,
  "Mutation.blockRelease": ADMIN,
  "Mutation.cancelRequest": REQUEST,
  "Mutation.changePassword": REQUEST,
  "Mutation.completePlexSignIn": null,
  "Mutation.createApiKey": REQUEST,
  "Mutation.createRequest": REQUEST,
  "Mutation.createUser": ADMIN,
  "Mutation.deactivateUser": ADMIN,
  "Mutation.deleteRequest": ADMIN,
  "Mutation.denyRequest": ADMIN,
  "Mutation.importPlexUsers": ADMIN,
  "Mutation.reactivateUser": ADMIN,
  "Mutation.retryRequest": REQUEST,
  "Mutation.revokeApiKey": REQUEST,
  "Mutation.revokeOtherSessions": REQUEST,
  "Mutation.revokeSession": REQUEST,
  "Mutation.runJob": ADMIN,
  "Mutation.searchReleases": REQUEST,
  "Mutation.selectRelease": REQUEST,
  "Mutation.setConfiguration": ADMIN,
  "Mutation.setUp": null,
  "Mutation.signIn": null,
  "Mutation.signOut": REQUEST,
  "Mutation.testIntegration": ADMIN,
  "Mutation.unblockRelease": ADMIN,
  "Mutation.updateRequest": ADMIN,
  "Mutation.updateUser": ADMIN,
  "Subscription.jobChanged": ADMIN,
};

/** Has every field of the root ask for its scope. */
export function requireScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const scope = scopeOf(type!.name, field.name);
      const how = type === schema.getSubscriptionType() ? "subscribe" : "resolve";
      const resolve = field[how] ?? defaultFieldResolver;
      const guarded: GraphQLFieldResolver<unknown, OperationContext> = (source, args, ctx, info) => {
        requireScope(ctx, scope);
        return resolve(source, args, ctx, info);
      };
      field[how] = guarded;
    }
  }
  return schema;
}

function scopeOf(type: string, field: string): ApiKeyScope | null {
  const scope = operationScopes[`${type}.${field}`];
  return scope === undefined ? (type === "Mutation" ? ADMIN : READ) : scope;
}

function requireScope({ credentials }: OperationContext, scope: ApiKeyScope | null): void {
  if (scope === null || !credentials?.apiKey || credentials.apiKey.scopes.includes(scope)) return;
  throw new ForbiddenError(`This API key has not the scope ${scope.toUpperCase()}. Use one that has it.`);
}
