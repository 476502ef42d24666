import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type EventType, eventCatalogue } from './catalogue.ts';
import type { EventDefinition } from './define.ts';

const entries = Object.entries(eventCatalogue) as [EventType, (typeof eventCatalogue)[EventType]][];

describe('the event catalogue', () => {
  it.each(entries)('gives %s an example that fits its schema', (_type, definition) => {
    expect(definition.data.parse(definition.example)).toEqual(definition.example);
  });

  it.each(entries)('tells what %s is, in JSON Schema too', (type, definition) => {
    expect(type).toMatch(/^[a-z_]+\.[a-z_]+(\.[a-z_]+)?$/);
    expect(definition.description).toMatch(/\.$/);
    expect(z.toJSONSchema(definition.data)).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('writes all that changes who may do what to the audit log', () => {
    const access =
      /^(organisation|user|api_key|oauth_\w+|consent|session|password|sign_in|issuer)\.|^webhook\.(created|updated|deleted)$/;
    const unmarked = entries.filter(
      ([type, definition]) => access.test(type) && !(definition as EventDefinition).security,
    );
    expect(unmarked.map(([type]) => type)).toEqual([]);
  });

  it('has no secret in what is written to the audit log', () => {
    const named = entries
      .filter(([, definition]) => (definition as EventDefinition).security)
      .flatMap(([type, { example }]) => Object.keys(example).map((field) => `${type} ${field}`));
    // Ids and public halves are none.
    const secret = named.filter((field) => /(secret|password|nik|token|key|hash|code)$/.test(field));
    expect(secret.filter((field) => !field.endsWith('public_key'))).toEqual([]);
  });

  it.each([
    ['student.created', ['student_id', 'name', 'email']],
    ['student.enrolled', ['student_id', 'course_id']],
    ['assessment.completed', ['student_id', 'assessment_id', 'result_id']],
    ['application.submitted', ['application_id', 'student_id', 'opportunity_id']],
    ['application.stage.changed', ['application_id', 'old_stage', 'new_stage']],
    ['payment.completed', ['payment_id', 'amount', 'student_id']],
    ['course.completed', ['student_id', 'course_id', 'certificate_url']],
  ] as const)('gives %s exactly the fields that partners were promised: %j', (type, fields) => {
    expect(Object.keys(eventCatalogue[type].example)).toEqual(fields);
  });
});
