/**
 * Puts the rules of access.ts around the resolvers. The check is part of the fields themselves, so that no door (HTTP,
 * WebSocket, compiled queries), no alias and no fragment leads past it. A field with no rule of its own stays as it is:
 * it costs a list nothing.
 */
import {
  defaultFieldResolver,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from "graphql";
import { ForbiddenError } from "../errors.ts";
import { rootRules, typeRules, type FieldRule, type RootRule, type TypeRules } from "./access.ts";
import { requireAdmin, requireViewer, type OperationContext } from "./operation.ts";

type Field = GraphQLField<unknown, OperationContext>;
/** Whether the field is to be answered; null is its answer otherwise. @throws UnauthenticatedError | ForbiddenError */
type Guard = (ctx: OperationContext, parent: unknown) => boolean;

/** Every rule of a program. */
export interface AccessRules {
  readonly root: Readonly<Record<string, RootRule>>;
  readonly types: Readonly<Record<string, TypeRules>>;
}

/** @throws Error that names the fields that have no rule, and the rules that have no field. */
export function enforceAccess(
  schema: GraphQLSchema,
  { root, types }: AccessRules = { root: rootRules, types: typeRules },
): GraphQLSchema {
  const unused = new Set([...Object.keys(root), ...Object.entries(types).flatMap(fieldsOf)]);
  const missing: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    const operation = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);
    for (const field of Object.values(type.getFields()) as Field[]) {
      const name = `${type.name}.${field.name}`;
      const guard = operation ? root[name] && guardOfRoot(root[name]) : guardOfField(types[type.name], field.name);
      if (guard === undefined) missing.push(name);
      else if (guard) wrap(field, type === schema.getSubscriptionType() ? "subscribe" : "resolve", guard);
      unused.delete(name);
      unused.delete(type.name);
    }
  }
  const problems = [
    ...missing.map((name) => `${name} has no rule in server/graphql/access.ts: say there who may ask for it.`),
    ...[...unused].map((name) => `server/graphql/access.ts has a rule for ${name}, which the schema has not.`),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return schema;
}

function wrap(field: Field, how: "resolve" | "subscribe", guard: Guard): void {
  const answer = field[how] ?? defaultFieldResolver;
  const guarded: GraphQLFieldResolver<unknown, OperationContext> = (parent, args, ctx, info) =>
    guard(ctx, parent) ? answer(parent, args, ctx, info) : null;
  field[how] = guarded;
}

function guardOfRoot({ who, scope }: RootRule): Guard {
  return (ctx) => {
    const key = ctx.credentials?.apiKey;
    if (key && scope !== null && !key.scopes.includes(scope))
      throw new ForbiddenError(`This API key has not the scope ${scope.toUpperCase()}. Use one that has it.`);
    if (who === "admin") requireAdmin(ctx);
    else if (who === "signed in") requireViewer(ctx);
    return true;
  };
}

/** Undefined where there is no rule, null where there is nothing to check. */
function guardOfField(rules: TypeRules | undefined, field: string): Guard | null | undefined {
  if (rules === undefined) return undefined;
  if (rules === "parent") return null;
  const rule = Object.entries(rules).find(([, names]) => namesIn(names).includes(field))?.[0];
  return rule === undefined ? undefined : guards[rule as FieldRule];
}

const guards: Readonly<Record<FieldRule, Guard | null>> = {
  parent: null,
  person(ctx, parent) {
    if (!isPerson(ctx, parent)) throw new ForbiddenError("Only the person may see this.");
    return true;
  },
  personOrAdmin: (ctx, parent) => Boolean(ctx.viewer?.isAdmin()) || isPerson(ctx, parent),
  admin: (ctx) => Boolean(ctx.viewer?.isAdmin()),
};

function isPerson(ctx: OperationContext, parent: unknown): boolean {
  return requireViewer(ctx).id === (parent as { readonly id: string }).id;
}

function fieldsOf([type, rules]: [string, TypeRules]): string[] {
  if (rules === "parent") return [type];
  return Object.values(rules).flatMap((names) => namesIn(names).map((name) => `${type}.${name}`));
}

function namesIn(names: string): string[] {
  return names.split(/\s+/);
}
