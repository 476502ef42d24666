import { describe, expect, it } from '@jest/globals';
import { parse, print } from 'graphql';
import { withCosts } from './cost-directives.ts';

const told = (sdl: string) => print(withCosts(parse(sdl)));

describe('what the SDL says of costs', () => {
  it('is, of a page, that its lists are as long as it is asked for', () => {
    const sdl = told(`
      type Query { rooms(first: Int! = 20, after: String): RoomConnection! one: RoomConnection! }
      type RoomConnection { edges: [RoomEdge!]! nodes: [Room!]! total: Int! }
    `);
    expect(sdl).toContain(
      'rooms(first: Int! = 20, after: String): RoomConnection! @listSize(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)',
    );
    expect(sdl).toMatch(/one: RoomConnection!\n/);
  });

  it('is, of a list, that it is as long as it is asked for itself', () => {
    expect(told('type Query { rooms(first: Int): [Room!]! }')).toContain(
      '@listSize(assumedSize: 20, slicingArguments: ["first"], requireOneSlicingArgument: false)',
    );
  });

  it('is, of mutations, that they cost more than reads, unless they say how much', () => {
    const sdl = told('type Mutation { open: Int close: Int @cost(weight: 200) }');
    expect(sdl).toContain('open: Int @cost(weight: 10)');
    expect(sdl).toMatch(/close: Int @cost\(weight: 200\)\n/);
  });
});
