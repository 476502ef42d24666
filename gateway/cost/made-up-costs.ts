import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  parse,
  print,
  visit,
} from 'graphql';
import { anonymous } from '../../platform/auth/principal.ts';
import { compiledExecutor } from '../execution/compiled/compiled-executor.ts';
import { madeUpName, madeUpOperation } from '../execution/differential/made-up-operation.ts';
import { madeUpSubgraph } from '../execution/differential/made-up-subgraph.ts';
import { Dice, hashOf } from '../execution/differential/seeded.ts';
import { composed, type Sdls } from '../execution/differential/supergraphs.ts';
import { isWritten } from '../execution/executor.ts';
import { planOperation } from '../execution/planner.ts';
import { readSupergraph, type Supergraph } from '../supergraph.ts';
import { actualCost, estimatedCost, writtenCost } from './operation-cost.ts';
import { PlainCost, withTypes } from './plain-cost.ts';

const execute = compiledExecutor(1);

/** A subgraph with weights of all kinds, the same for the same name in each. */
function weighted(sdl: string): string {
  const weigh =
    (highest: number) =>
    <N extends DefinitionNode | FieldDefinitionNode | InputValueDefinitionNode>(
      node: N,
      ...[, , , ancestors]: [unknown, unknown, unknown, readonly unknown[]]
    ): N => {
      if (node.directives?.some(({ name }) => name.value === 'external')) return node;
      const [, , type] = ancestors as { name?: NameNode }[];
      const names = [type, node as { name?: NameNode }].map((each) => each?.name?.value);
      const weight = `${hashOf(names.join('.')) % (highest + 1)}`;
      const name = (value: string): NameNode => ({ kind: Kind.NAME, value });
      const cost: ConstDirectiveNode = {
        kind: Kind.DIRECTIVE,
        name: name('cost'),
        arguments: [{ kind: Kind.ARGUMENT, name: name('weight'), value: { kind: Kind.INT, value: weight } }],
      };
      return { ...node, directives: [...(node.directives ?? []), cost] };
    };
  const document = visit(parse(sdl.replace('import: [', 'import: ["@cost", ')), {
    InterfaceTypeDefinition: () => false,
    ObjectTypeDefinition: { leave: weigh(5) },
    EnumTypeDefinition: { leave: weigh(2) },
    FieldDefinition: { leave: weigh(4) },
    InputValueDefinition: { leave: weigh(3) },
  });
  return print(document);
}

function graphOf(sdls: Sdls): Supergraph {
  const options = { scopesCheckedBySubgraphs: true, reachable: Object.keys(sdls) };
  return readSupergraph(composed(sdls), options);
}

/** What an operation costs. */
interface Costs {
  estimated: number;
  /** Of what it returned, made to objects, and written. */
  shaped: number;
  written: number;
}

interface MadeUpCosts {
  query: string;
  variables: Record<string, unknown>;
  plain: Costs;
  hub: Costs;
  /** What it may have cost at most, by its answer or by an answer of which nobody has counted the costs. */
  dearest: number;
}

/** The costs of so many made-up operations over a graph with weights, by a plain walk and by the hub. */
export async function* madeUpCosts(sdls: Sdls, operations: number): AsyncGenerator<MadeUpCosts> {
  const heavy = Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, weighted(sdl)]));
  const graph = graphOf(heavy);
  for (let index = 0; index < operations; index += 1) {
    const { query, variables } = madeUpOperation(graph.apiSchema, new Dice(`cost ${index}`));
    const faults = { field: index % 2 === 0 ? 0 : 15, broken: 0, away: 0 };
    const callers = Object.fromEntries(
      Object.entries(heavy).map(([name, sdl]) => [name, madeUpSubgraph(name, sdl, faults)]),
    );
    const request = { variables, context: { principal: anonymous, requestId: `${index}` } };
    const document = parse(query);
    const planned = planOperation(graph, document, madeUpName);
    const typed = planOperation(graph, withTypes(document), madeUpName);
    const data = JSON.parse(JSON.stringify((await execute(typed, request, callers)).data ?? null));
    const shaped = await execute(planned, request, callers);
    const written = (await execute.written?.(planned, request, callers)) ?? shaped;
    const plain = new PlainCost(graph.supergraphSchema, document, madeUpName, variables);
    const actual = plain.actual(data);
    yield {
      query,
      variables,
      plain: { estimated: plain.estimate(), shaped: actual, written: actual },
      hub: {
        estimated: estimatedCost(planned, variables),
        shaped: actualCost(planned, shaped.data, variables),
        written: isWritten(written) ? writtenCost(written) : actualCost(planned, written.data, variables),
      },
      dearest: Math.max(actual, actualCost(typed, data, variables)),
    };
  }
}
