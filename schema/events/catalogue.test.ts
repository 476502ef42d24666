import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type EventType, eventCatalogue } from './catalogue.ts';

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

  it.each([
    ['student.created', ['student_id', 'name', 'email']],
    ['student.enrolled', ['student_id', 'course_id']],
    ['payment.completed', ['payment_id', 'amount', 'student_id']],
    ['course.completed', ['student_id', 'course_id', 'certificate_url']],
  ] as const)('gives %s exactly the fields that partners were promised: %j', (type, fields) => {
    expect(Object.keys(eventCatalogue[type].example)).toEqual(fields);
  });
});
