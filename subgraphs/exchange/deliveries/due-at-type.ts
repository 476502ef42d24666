import { type EntityProperty, type Platform, Type } from '@mikro-orm/postgresql';

/** A moment; null also for the infinity at which what waits for its payload is due, which no Date can hold. */
export class DueAtType extends Type<Date | null, string | Date | number | null> {
  override convertToJSValue(value: string | Date | number | null, _platform: Platform): Date | null {
    const moment = value === null ? null : new Date(value);
    return moment && Number.isFinite(moment.getTime()) ? moment : null;
  }

  override getColumnType(_property: EntityProperty, _platform: Platform): string {
    return 'timestamptz';
  }
}
