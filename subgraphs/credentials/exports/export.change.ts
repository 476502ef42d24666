import { Field, ObjectType } from 'type-graphql';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { ExportStatus } from './export.state.ts';
import { CredentialExport } from './export.ts';

@ObjectType({ description: 'An export of a credential changed its status.' })
export class CredentialExportChange {
  @Field(() => Cursor, { description: 'Its place in the event log: pass it as `after` to go on behind it.' })
  cursor!: string;

  @Field(() => Date, { description: 'When it changed.' })
  occurredAt!: Date;

  @Field(() => ExportStatus, { nullable: true, description: 'Status before; null when it is new.' })
  previousStatus!: ExportStatus | null;

  @Field(() => ExportStatus, { description: 'Status after.' })
  status!: ExportStatus;

  exportId!: string;

  @Field(() => CredentialExport, { description: 'The export as it is now.' })
  export!: CredentialExport;
}
