import { platformPrincipal, type SubgraphHarness } from '../../test/subgraph-harness.ts';

/** Creates an organisation as the operator would; returns its id. */
export async function givenOrganisation(
  hub: SubgraphHarness,
  name = 'LPK Contoh',
  kind = 'TRAINING_INSTITUTION',
): Promise<string> {
  const { data, errors } = await hub.call(
    'identity',
    platformPrincipal(),
    'mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }',
    { input: { kind, name } },
  );
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return data.createOrganisation.id;
}

let students = 0;

/** Creates a student of an organisation; returns its id. */
export async function givenStudent(
  hub: SubgraphHarness,
  organisationId: string,
  fields: Record<string, unknown> = {},
): Promise<string> {
  students += 1;
  const { data, errors } = await hub.call(
    'identity',
    platformPrincipal(),
    'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }',
    { input: { organisationId, name: 'Siti Contoh', email: `siti${students}@example.org`, ...fields } },
  );
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return data.createStudent.id;
}
