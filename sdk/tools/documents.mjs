import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  buildASTSchema,
  concatAST,
  getNamedType,
  isEnumType,
  isInputObjectType,
  parse,
  printType,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import apiSchema from './api-schema.mjs';

const folder = fileURLToPath(new URL('../../schema/', import.meta.url));

/**
 * What the typed documents are made of: schema/operations, and of the supergraph each field that they select and each
 * type that they name. What else the supergraph has may change without them.
 */
export async function documentsSource() {
  const schema = buildASTSchema(await apiSchema(`${folder}supergraph.graphql`), { assumeValidSDL: true });
  const names = await Array.fromAsync(glob('operations/*.graphql', { cwd: folder }));
  const texts = await Promise.all(names.sort().map((name) => readFile(folder + name, 'utf8')));
  const said = new Set();
  const name = (type) => {
    const named = getNamedType(type);
    if (isEnumType(named)) said.add(printType(named));
    if (!isInputObjectType(named) || said.has(printType(named))) return;
    said.add(printType(named));
    for (const field of Object.values(named.getFields())) name(field.type);
  };
  const types = new TypeInfo(schema);
  visit(
    concatAST(texts.map((text) => parse(text))),
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        said.add(`${types.getParentType()?.name}.${field?.name}: ${field?.type}`);
        name(field?.type);
      },
      VariableDefinition(node) {
        name(typeFromAST(schema, node.type));
      },
    }),
  );
  return [...texts, ...[...said].sort()];
}
