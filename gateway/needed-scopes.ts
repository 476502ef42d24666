import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { allows, type Scope } from '../platform/auth/scopes.ts';

/** A subgraph that is entered with an entity. */
export interface Entry {
  subgraph: string;
  typeName: string;
}

/**
 * The first field of a valid document that `held` is not enough for, by `@requiresScopes`, with the
 * alternatives of which one is needed; null when there is none.
 */
export function forbiddenField(
  supergraphSchema: GraphQLSchema,
  document: DocumentNode,
  held: readonly Scope[],
): { field: string; needed: string } | null {
  const typeInfo = new TypeInfo(supergraphSchema);
  let forbidden: { field: string; needed: string } | null = null;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field() {
        const alternatives = scopesOf(typeInfo.getFieldDef()?.astNode?.directives);
        if (forbidden || !alternatives) return;
        if (alternatives.some((all) => all.every((scope) => allows(held, scope)))) return;
        forbidden = {
          field: `${typeInfo.getParentType()?.name}.${typeInfo.getFieldDef()?.name}`,
          needed: alternatives.map((all) => all.join(' and ')).join(' or '),
        };
      },
    }),
  );
  return forbidden;
}

/** The alternatives of scopes that `@requiresScopes` names; null without it. */
export function scopesOf(directives: readonly DirectiveNode[] = []): Scope[][] | null {
  const directive = directives.find(({ name }) => name.value === 'requiresScopes');
  const argument = directive?.arguments?.find(({ name }) => name.value === 'scopes');
  return argument ? (valueFromASTUntyped(argument.value) as Scope[][]) : null;
}

/** Where a plan enters subgraphs with entities, each once. */
export function entriesOf({ node }: QueryPlan): Entry[] {
  const entries = new Map<string, Entry>();
  for (const entry of entriesIn(node as PlanNode | undefined)) {
    entries.set(`${entry.subgraph} ${entry.typeName}`, entry);
  }
  return [...entries.values()];
}

function* entriesIn(node: PlanNode | undefined): Generator<Entry> {
  switch (node?.kind) {
    case 'Fetch':
      for (const selection of node.requires ?? []) {
        if (selection.kind === 'InlineFragment' && selection.typeCondition) {
          yield { subgraph: node.serviceName, typeName: selection.typeCondition };
        }
      }
      break;
    case 'Flatten':
      yield* entriesIn(node.node);
      break;
    case 'Sequence':
    case 'Parallel':
      for (const inner of node.nodes) yield* entriesIn(inner);
      break;
    case 'Condition':
      yield* entriesIn(node.ifClause);
      yield* entriesIn(node.elseClause);
      break;
  }
}
