import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type RestAnswer, sendRest } from './rest-requests.ts';
import type { Data } from './subgraph-harness.ts';

type Document = Data;

/** An operation as the document has it. */
export interface DocumentedOperation {
  method: string;
  template: string;
  /** Of success. */
  status: number;
  /** Operation Object. */
  document: Document;
}

/** Holds answers against the OpenAPI document of the hub, of which no member may be more than it says. */
export class AnswerCheck {
  readonly document: Document;
  readonly #ajv: Ajv2020;
  readonly #operations = new Map<string, DocumentedOperation>();
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: Document) {
    this.document = document;
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(this.#ajv);
    this.#ajv.addFormat('int32', true);
    this.#ajv.addFormat('int64', true);
    this.#ajv.addSchema({ $id: 'hub', ...closed(document) });
    for (const [template, methods] of Object.entries<Data>(document.paths)) {
      for (const [method, operation] of Object.entries<Data>(methods)) {
        const name = operation['x-graphql-operation'] ?? operation.operationId;
        if (this.#operations.has(name)) continue;
        const status = Number(Object.keys(operation.responses).find((each) => /^[23]/.test(each)));
        this.#operations.set(name, { method: method.toUpperCase(), template, status, document: operation });
      }
    }
  }

  static async ofHub(url: string): Promise<AnswerCheck> {
    return new AnswerCheck((await sendRest(url, 'GET', '/api/docs/openapi-3.1.json')).body);
  }

  /** Names of the operations of the graph that are documented, and the `operationId` of each that is none. */
  operations(): string[] {
    return [...this.#operations.keys()];
  }

  operation(name: string): DocumentedOperation {
    const found = this.#operations.get(name);
    if (!found) throw new Error(`The document has no operation ${name}.`);
    return found;
  }

  /** Throws where an answer is not as the document says. */
  answer(name: string, { status, headers, body, text }: RestAnswer): void {
    const { document, template, method } = this.operation(name);
    const said = this.resolved(document.responses[status]);
    const what = `${method} ${template} answered ${status}`;
    if (!said) throw new Error(`${what}, which is not documented: ${text}`);
    const [type = ''] = (headers.get('content-type') ?? '').split(';');
    const content = said.content?.[type];
    if (!content) {
      if (text === '' && !said.content) return;
      throw new Error(`${what} with ${type || 'no type'}, which is not documented: ${text.slice(0, 200)}`);
    }
    const validate = this.#validator(`${name} ${status} ${type}`, content.schema);
    if (!validate(body)) {
      throw new Error(`${what}: ${this.#ajv.errorsText(validate.errors)} in ${text.slice(0, 1000)}`);
    }
  }

  #validator(key: string, schema: Data): ValidateFunction {
    let validate = this.#validators.get(key);
    if (!validate) {
      const text = JSON.stringify(closed(schema)).replaceAll('"#/components/', '"hub#/components/');
      validate = this.#ajv.compile(JSON.parse(text));
      this.#validators.set(key, validate);
    }
    return validate;
  }

  /** A part of the document, or what it refers to. */
  resolved(part: Data): Data {
    const reference: string | undefined = part?.$ref;
    if (reference === undefined) return part;
    return reference
      .split('/')
      .slice(1)
      .reduce((found, name) => found[name], this.document);
  }
}

/** The same, with objects that have no other members than those that are named. */
function closed(value: Data): Data {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, closed(member)]));
  const isOpen = inner.type === 'object' && inner.properties && inner.additionalProperties === undefined;
  return isOpen ? { ...inner, additionalProperties: false } : inner;
}
