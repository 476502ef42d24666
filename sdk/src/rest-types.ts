import type { operations, paths } from './generated/rest.ts';

export type OperationName = keyof operations;

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type BodyIn<Operation> = Operation extends {
  requestBody?: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

type QueryIn<Operation> = Operation extends { parameters: { query?: infer Query } }
  ? NonNullable<Query>
  : never;

type AnswerIn<Operation> = Operation extends { responses: infer Responses }
  ? {
      [Status in keyof Responses]: Responses[Status] extends { content: { 'application/json': infer Body } }
        ? Body
        : never;
    }[keyof Responses]
  : never;

/** The JSON body that an endpoint takes. */
export type BodyOf<Name extends OperationName> = BodyIn<operations[Name]>;

/** The query parameters that an endpoint takes. */
export type QueryOf<Name extends OperationName> = QueryIn<operations[Name]>;

/** What an endpoint answers. */
export type AnswerOf<Name extends OperationName> = AnswerIn<operations[Name]>;

/** A path as it was written, or any where its endpoint is named. */
export type PathOf<Target extends string> = Target | (Target extends OperationName ? string : never);

/** Whether a path is one of a template: part for part the same, with anything in the place of what has braces. */
type Fits<Path extends string, Template extends string> = Path extends `${infer Part}/${infer Parts}`
  ? Template extends `${infer Place}/${infer Places}`
    ? FitsPart<Part, Place> extends true
      ? Fits<Parts, Places>
      : false
    : false
  : Template extends `${string}/${string}`
    ? false
    : FitsPart<Path, Template>;

type FitsPart<Part extends string, Place extends string> = Place extends `{${string}}`
  ? true
  : Part extends Place
    ? true
    : false;

/** The template in the document that a path is of; never where it has none. */
type TemplateOf<Path extends string> = Path extends keyof paths
  ? Path
  : { [Template in keyof paths]: Fits<Path, Template> extends true ? Template : never }[keyof paths];

/** The operation that a path, or the name of an operation, stands for; never where this client knows none. */
type OperationAt<Verb extends Method, Target extends string> = Target extends OperationName
  ? operations[Target]
  : paths[TemplateOf<Target>][Verb] & object;

type KnownOr<Known, Operation, Otherwise> = [Operation] extends [never] ? Otherwise : Known;

/** The body that the endpoint takes which a path or a name stands for; anything where this client knows none. */
export type BodyAt<Verb extends Method, Target extends string> = KnownOr<
  BodyIn<OperationAt<Verb, Target>>,
  OperationAt<Verb, Target>,
  unknown
>;

/** Its query parameters. */
export type QueryAt<Verb extends Method, Target extends string> = KnownOr<
  QueryIn<OperationAt<Verb, Target>>,
  OperationAt<Verb, Target>,
  object
>;

/** Its answer; unknown where this client knows none. */
export type AnswerAt<Verb extends Method, Target extends string> = KnownOr<
  AnswerIn<OperationAt<Verb, Target>>,
  OperationAt<Verb, Target>,
  unknown
>;
