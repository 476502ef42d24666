import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type TypeNode,
  visit,
} from 'graphql';
import {
  aliased,
  collides,
  fragmentsOf,
  nameAtSubgraph,
  nameInPlans,
  only,
  withOnly,
} from './required-names.ts';

type Holder = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Fields that some `@requires` reads with arguments, such as `price(currency: "USD")`. Apollo's planner puts
 * `price(currency: "USD")` and a client's `price(currency: "IDR")` into one operation, which a subgraph refuses, and what
 * two fields require into one representation, where there is room for one `price`. So it plans by a
 * supergraph in which each field with its arguments is a field of its own, and the plan is put right afterwards:
 * that field is fetched by the name of the plan as an alias, and sent by its own name, in as many requests as there are
 * values for one name.
 */
export class RequiredArguments {
  /** The supergraph to plan by: the very one that was given where no `@requires` reads a field with arguments. */
  readonly supergraph: DocumentNode;
  readonly #holders = new Map<string, Holder>();
  /** Each field with its arguments, by its name in plans. */
  readonly #asked = new Map<string, FieldNode>();
  /** The names in plans by the fields as they are asked for. */
  readonly #names = new Map<string, string>();
  /** The names in plans that a field needs, by `Type.field`. */
  readonly #needs = new Map<string, Set<string>>();
  /** The names that each type gets, each for one of its fields. */
  readonly #added = new Map<string, Set<string>>();

  constructor(supergraph: DocumentNode) {
    for (const definition of supergraph.definitions) {
      if (isHolder(definition)) this.#holders.set(definition.name.value, definition);
    }
    const definitions = supergraph.definitions.map((definition) =>
      isHolder(definition) ? this.#requiring(definition) : definition,
    );
    this.supergraph = this.isEmpty
      ? supergraph
      : { ...supergraph, definitions: definitions.map((definition) => this.#extended(definition)) };
  }

  get isEmpty(): boolean {
    return this.#asked.size === 0;
  }

  /** A plan that was made by `supergraph`, as it is to be executed. */
  applied(plan: QueryPlan): QueryPlan {
    const { node } = plan;
    if (this.isEmpty || !node) return plan;
    if (node.kind !== 'Subscription') return { ...plan, node: this.#node(node) };
    const primary = this.#written(node.primary, documentOf(node.primary), undefined);
    return { ...plan, node: { ...node, primary, ...(node.rest ? { rest: this.#node(node.rest) } : {}) } };
  }

  #requiring(holder: Holder): Holder {
    const fields = holder.fields?.map((field) => ({
      ...field,
      directives: field.directives?.map((directive) => this.#rewritten(directive, holder, field)) ?? [],
    }));
    return { ...holder, ...(fields ? { fields } : {}) };
  }

  #rewritten(directive: ConstDirectiveNode, holder: Holder, field: FieldDefinitionNode): ConstDirectiveNode {
    if (directive.name.value !== 'join__field') return directive;
    const type = holder.name.value;
    const given = directive.arguments?.map((argument) => {
      if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING) return argument;
      const [operation] = parse(`{ ${argument.value.value} }`, { noLocation: true }).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) return argument;
      const needs = new Set<string>();
      const renamed = this.#renamed(operation.selectionSet, type, needs);
      const known = this.#needs.get(`${type}.${field.name.value}`) ?? [];
      this.#needs.set(`${type}.${field.name.value}`, new Set([...known, ...needs]));
      const value = stripIgnoredCharacters(print(renamed)).slice(1, -1);
      return { ...argument, value: { kind: Kind.STRING, value } as const };
    });
    return { ...directive, ...(given ? { arguments: given } : {}) };
  }

  /** What is required of an object of `type`, by the names of plans, which are added to `needs`. */
  #renamed(set: SelectionSetNode, type: string, needs: Set<string>): SelectionSetNode {
    const selections = set.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition?.name.value ?? type;
        return { ...selection, selectionSet: this.#renamed(selection.selectionSet, on, needs) };
      }
      const field = this.#holders.get(type)?.fields?.find(({ name }) => name.value === selection.name.value);
      if (!field) return selection;
      const within = selection.selectionSet && {
        selectionSet: this.#renamed(selection.selectionSet, namedType(field.type), needs),
      };
      if (!field.arguments?.length) return { ...selection, ...within };
      const name = this.#nameOf(selection);
      needs.add(name);
      this.#add(type, name);
      return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name }, ...within };
    });
    return { ...set, selections };
  }

  #nameOf({ name, arguments: given }: FieldNode): string {
    const asked: FieldNode = { kind: Kind.FIELD, name, ...(given ? { arguments: given } : {}) };
    const text = print(asked);
    let planName = this.#names.get(text);
    if (!planName) {
      planName = nameInPlans(name.value, this.#names.size + 1);
      this.#names.set(text, planName);
      this.#asked.set(planName, asked);
    }
    return planName;
  }

  /** Adds a name to a type, and to all that implement it. */
  #add(type: string, name: string): void {
    for (const [holder, { interfaces }] of this.#holders) {
      if (holder !== type && !interfaces?.some((each) => each.name.value === type)) continue;
      const names = this.#added.get(holder) ?? new Set();
      this.#added.set(holder, names.add(name));
    }
  }

  #extended(definition: DefinitionNode): DefinitionNode {
    if (!isHolder(definition)) return definition;
    const fields = [...(this.#added.get(definition.name.value) ?? [])].flatMap((planName) => {
      const field = definition.fields?.find(({ name }) => name.value === nameAtSubgraph(planName));
      const directives = field?.directives?.filter(({ name }) => name.value === 'join__field');
      return field
        ? [
            {
              kind: field.kind,
              name: { kind: Kind.NAME, value: planName },
              type: field.type,
              directives,
            } as const,
          ]
        : [];
    });
    return { ...definition, fields: [...(definition.fields ?? []), ...fields] };
  }

  #node(node: PlanNode): PlanNode {
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel':
        return { ...node, nodes: node.nodes.map((each) => this.#node(each)) };
      case 'Condition': {
        const { ifClause, elseClause } = node;
        return {
          ...node,
          ...(ifClause ? { ifClause: this.#node(ifClause) } : {}),
          ...(elseClause ? { elseClause: this.#node(elseClause) } : {}),
        };
      }
      case 'Flatten':
        return node.node.kind === 'Fetch'
          ? together(this.#fetches(node.node).map((fetch) => ({ ...node, node: fetch })))
          : { ...node, node: this.#node(node.node) };
      case 'Fetch':
        return together(this.#fetches(node));
      default:
        return node;
    }
  }

  /** A fetch as one or, where what its fields need has the same name, as several. */
  #fetches(fetch: FetchNode): FetchNode[] {
    const document = documentOf(fetch);
    const { requires } = fetch;
    if (!requires || !collides(requires)) return [this.#written(fetch, document, requires)];
    const parts: { needs: Set<string>; selections: Set<SelectionNode> }[] = [];
    for (const { selection, needs } of this.#selected(document)) {
      const part = parts.find((each) => !collides(only(requires, new Set([...each.needs, ...needs]))));
      if (part) {
        part.selections.add(selection);
        for (const name of needs) part.needs.add(name);
      } else parts.push({ needs: new Set(needs), selections: new Set([selection]) });
    }
    return parts.map(({ needs, selections }) =>
      this.#written(fetch, withOnly(document, selections), only(requires, needs)),
    );
  }

  /** What is selected of entities, each with what it needs. */
  #selected(document: DocumentNode): { selection: SelectionNode; needs: Set<string> }[] {
    return fragmentsOf(document).flatMap(({ type, selections }) =>
      selections.map((selection) => {
        const needs = new Set<string>();
        visit(selection, {
          Field: ({ name }) => {
            for (const needed of this.#needs.get(`${type}.${name.value}`) ?? []) needs.add(needed);
          },
        });
        return { selection, needs };
      }),
    );
  }

  #written(
    fetch: FetchNode,
    document: DocumentNode,
    requires: readonly QueryPlanSelectionNode[] | undefined,
  ): FetchNode {
    const used = new Set<string>();
    const renamed = visit(document, {
      Field: (field) => {
        const asked = this.#asked.get(field.name.value);
        return asked && { ...field, ...asked, alias: field.alias ?? field.name };
      },
      VariableDefinition: () => false,
      Variable: ({ name }) => void used.add(name.value),
    });
    const operationDocumentNode = visit(renamed, {
      VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? false : null),
    });
    return {
      ...fetch,
      operation: stripIgnoredCharacters(print(operationDocumentNode)),
      operationDocumentNode,
      ...(fetch.variableUsages
        ? { variableUsages: fetch.variableUsages.filter((name) => used.has(name)) }
        : {}),
      ...(requires ? { requires: requires.map(aliased) } : {}),
    };
  }
}

function isHolder(definition: DefinitionNode): definition is Holder {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function documentOf({ operationDocumentNode, operation }: FetchNode): DocumentNode {
  return operationDocumentNode ?? parse(operation);
}

function together(nodes: PlanNode[]): PlanNode {
  const [first] = nodes;
  return nodes.length === 1 && first ? first : { kind: 'Parallel', nodes };
}
