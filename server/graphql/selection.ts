import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from "graphql";

/** The fields that an operation asks for below a point: field name → the fields below that one. */
export interface Selection {
  readonly [field: string]: Selection;
}

const remembered = new WeakMap<FieldNode, Selection>();

/**
 * What is asked for below the field that is being resolved. Fields under @skip and @include count as asked for: reading
 * a column too many is harmless, and the answer can then be remembered for as long as the parsed document lives.
 */
export function selectionOf(info: Pick<GraphQLResolveInfo, "fieldNodes" | "fragments">): Selection {
  const [first] = info.fieldNodes;
  const known = info.fieldNodes.length === 1 && remembered.get(first!);
  if (known) return known;
  const selection: Record<string, Selection> = {};
  for (const node of info.fieldNodes) if (node.selectionSet) collect(node.selectionSet, info.fragments, selection);
  if (info.fieldNodes.length === 1) remembered.set(first!, selection);
  return selection;
}

function collect(
  set: SelectionSetNode,
  fragments: Record<string, FragmentDefinitionNode>,
  into: Record<string, Selection>,
): void {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) {
      const below = (into[node.name.value] ??= {}) as Record<string, Selection>;
      if (node.selectionSet) collect(node.selectionSet, fragments, below);
    } else {
      const { selectionSet } = node.kind === Kind.INLINE_FRAGMENT ? node : fragments[node.name.value]!;
      collect(selectionSet, fragments, into);
    }
  }
}
