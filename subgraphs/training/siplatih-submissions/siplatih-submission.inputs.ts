import { IsUUID } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { CalendarDate } from '../../../platform/federation/scalars.ts';

@InputType({ description: 'What `registerProgramWithSiplatih` needs.' })
export class RegisterProgramWithSiplatihInput {
  @Field(() => ID, { description: 'Id of the program.' })
  @IsUUID()
  programId!: string;
}

@InputType({ description: 'What `reportProgramCompletion` needs.' })
export class ReportProgramCompletionInput {
  @Field(() => ID, { description: 'Id of the program.' })
  @IsUUID()
  programId!: string;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'When the program ended; its last day, or today when that is still to come or not known.',
  })
  completionDate?: string | null;
}
