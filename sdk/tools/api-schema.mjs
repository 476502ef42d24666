import { readFile } from 'node:fs/promises';
import { printSchema, Supergraph } from '@apollo/federation-internals';
import { parse } from 'graphql';

/** The schema that callers of the gateway see, of the supergraph in `file`: without the marks of federation. */
export default async function apiSchema(file) {
  const supergraph = Supergraph.build(await readFile(file, 'utf8'), { supportedFeatures: null });
  return parse(printSchema(supergraph.apiSchema()));
}
