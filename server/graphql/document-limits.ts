/**
 * How much one document may ask for, over HTTP and WebSocket alike. Fragments are measured once and counted wherever they
 * are spread, so that measuring costs no more than the document is long.
 */
import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";

/** The most that one document may have; what the client sends stays below half of each. */
export const limits = {
  /** Fields below each other. */
  depth: 10,
  /** Below __schema and __type: the playground asks for the types of types, nine deep. */
  introspectionDepth: 16,
  aliases: 15,
  directives: 20,
  rootFields: 10,
  /** Objects and lists that the answer may hold; a value counts as a tenth of one. */
  cost: 5_000,
} as const;

/** A list that is not paged counts as so many. */
const usualLength = 10;
/** The schema is large, but the same for everybody. */
const costOfIntrospection = 1_000;
/** As ConnectionArgs has it. */
const pageLength = 50;
/** Longer ones the list itself refuses. */
const longestPage = 100;

/** How much a document asks for, whatever the schema says of it. */
export interface Shape {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
  /** It asks for the schema itself. */
  readonly introspects: boolean;
}

/** A rule for graphql's `validate`: one error for each limit that a document is over. */
export function limitShape(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const shape = shapeOf(document);
      const over = [
        shape.depth > (shape.introspects ? limits.introspectionDepth : limits.depth) && "goes deeper",
        shape.aliases > limits.aliases && "has more aliases",
        shape.directives > limits.directives && "has more directives",
        shape.rootFields > limits.rootFields && "asks for more at once",
      ];
      for (const excess of over.filter((each) => each !== false))
        context.reportError(overLimit(`The document ${excess} than is allowed. Ask for less at a time.`));
    },
  };
}

/** Whether an error is about a limit, and so tells nothing about the schema. */
export function isOverLimit({ extensions }: GraphQLError): boolean {
  return extensions["overLimit"] === true;
}

/** @throws GraphQLError when the answer of a valid operation could be too large, with these variables. */
export function assertCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  if (costOf(schema, document, operation, variables) > limits.cost)
    throw overLimit("The answer could be too large. Ask for shorter pages, or for less of each thing.");
}

function overLimit(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: "GRAPHQL_VALIDATION_FAILED", overLimit: true, http: { status: 400 } },
  });
}

/** The sum of each over a document's operations, and the greatest depth. */
export function shapeOf(document: DocumentNode): Shape {
  const measure = onceForEachFragment(document, ({ selections }: SelectionSetNode, below): Shape => {
    const parts = selections.map((selection): Shape => {
      const { depth = 0, aliases = 0, directives = 0, rootFields = 0, introspects = false } = below(selection) ?? {};
      const isField = selection.kind === Kind.FIELD;
      return {
        depth: depth + (isField ? 1 : 0),
        aliases: aliases + (isField && selection.alias ? 1 : 0),
        directives: directives + (selection.directives?.length ?? 0),
        rootFields: isField ? 1 : rootFields,
        introspects: introspects || (isField && /^__(schema|type)$/.test(selection.name.value)),
      };
    });
    return together(parts);
  });
  return together(operationsOf(document).map(({ selectionSet }) => measure(selectionSet)));
}

function together(shapes: readonly Shape[]): Shape {
  const sum = (of: (shape: Shape) => number) => shapes.reduce((total, shape) => total + of(shape), 0);
  return {
    depth: Math.max(0, ...shapes.map(({ depth }) => depth)),
    aliases: sum(({ aliases }) => aliases),
    directives: sum(({ directives }) => directives),
    rootFields: sum(({ rootFields }) => rootFields),
    introspects: shapes.some(({ introspects }) => introspects),
  };
}

/** How much a valid operation's answer may hold, with these variables. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const measure = onceForEachFragment(
    document,
    (selections: SelectionSetNode, below, type?: GraphQLNamedType): number => {
      let cost = 0;
      for (const selection of selections.selections) {
        if (selection.kind !== Kind.FIELD) {
          // Nothing here is of several types: what is spread is on the type that it is spread in.
          const on = selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined;
          cost += below(selection, on ? schema.getType(on) : type) ?? 0;
          continue;
        }
        if (/^__(schema|type)$/.test(selection.name.value)) {
          cost += costOfIntrospection;
          continue;
        }
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
        const answer = field && getNamedType(field.type);
        const inner = below(selection, answer) ?? 0;
        cost += isCompositeType(answer) ? lengthOf(selection, field!, type!) * (1 + inner) : 0.1;
      }
      return cost;
    },
  );
  return measure(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);

  /** A page counts at the connection itself, so that it holds for whatever of it is asked for. */
  function lengthOf(node: FieldNode, field: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): number {
    if (field.args.some(({ name }) => name === "first")) {
      const given = node.arguments?.find(({ name }) => name.value === "first");
      const first = given ? valueFromASTUntyped(given.value, variables) : undefined;
      return typeof first === "number" ? Math.min(Math.max(1, first), longestPage) : pageLength;
    }
    if (parent.name.endsWith("Connection")) return 1;
    return isListType(getNullableType(field.type)) ? usualLength : 1;
  }
}

function operationsOf(document: DocumentNode): OperationDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

/** Whether any operation of a valid document asks at its root for a field that `may` says no to. */
export function asksForOther(schema: GraphQLSchema, document: DocumentNode, may: (field: string) => boolean): boolean {
  return operationsOf(document).some((operation) => {
    const root = schema.getRootType(operation.operation)!;
    const measure = onceForEachFragment(document, (selections: SelectionSetNode, below): boolean =>
      selections.selections.some((selection) =>
        selection.kind === Kind.FIELD ? !may(`${root.name}.${selection.name.value}`) : below(selection),
      ),
    );
    return measure(operation.selectionSet);
  });
}

type Selection = SelectionSetNode["selections"][number];

/**
 * @param measure is handed selections, and what measures those below one of them: undefined for a value, and for a fragment
 * within itself, which graphql's own rules refuse.
 */
function onceForEachFragment<T>(
  document: DocumentNode,
  measure: (
    selections: SelectionSetNode,
    below: (selection: Selection, type?: GraphQLNamedType) => T | undefined,
    type?: GraphQLNamedType,
  ) => T,
): (selections: SelectionSetNode, type?: GraphQLNamedType) => T {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, T | undefined>();
  const below = (selection: Selection, type?: GraphQLNamedType): T | undefined => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD)
      return selection.selectionSet && measure(selection.selectionSet, below, type);
    const name = selection.name.value;
    const fragment = fragments.get(name);
    if (!fragment || measured.has(name)) return measured.get(name);
    measured.set(name, undefined);
    const result = measure(fragment.selectionSet, below, type);
    measured.set(name, result);
    return result;
  };
  return (selections, type) => measure(selections, below, type);
}
