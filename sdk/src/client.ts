import { Analytics } from './analytics.ts';
import { Applications } from './applications.ts';
import { Assessments } from './assessments.ts';
import { Attendance } from './attendance.ts';
import { Classes } from './classes.ts';
import { Courses } from './courses.ts';
import { Enrollments } from './enrollments.ts';
import { type EventsOptions, type HubEvent, liveEvents } from './events.ts';
import type { EventData } from './generated/events.ts';
import { Grades } from './grades.ts';
import { graphql, type VariablesArgument } from './graphql.ts';
import { Opportunities } from './opportunities.ts';
import type { ClientOptions, RequestOptions } from './options.ts';
import { Rest } from './rest.ts';
import { Students } from './students.ts';
import { Subjects } from './subjects.ts';
import { Transport } from './transport.ts';
import type { Operation } from './typed-document.ts';
import { Webhooks } from './webhooks.ts';

/** The hub, as one caller. Names and fields of requests and answers are those of its REST interface. */
export class Client {
  readonly courses: Courses;
  readonly students: Students;
  readonly enrollments: Enrollments;
  readonly opportunities: Opportunities;
  readonly applications: Applications;
  readonly classes: Classes;
  readonly attendance: Attendance;
  readonly subjects: Subjects;
  readonly grades: Grades;
  readonly assessments: Assessments;
  readonly analytics: Analytics;
  readonly webhooks: Webhooks;
  /** What has no method of its own: any endpoint, by its path. */
  readonly rest: Rest;
  readonly #transport: Transport;

  /** @throws TypeError when nothing says who calls, or which hub */
  constructor(options: ClientOptions) {
    this.#transport = new Transport(options);
    this.rest = new Rest(this.#transport);
    this.courses = new Courses(this.rest);
    this.students = new Students(this.rest);
    this.enrollments = new Enrollments(this.rest);
    this.opportunities = new Opportunities(this.rest);
    this.applications = new Applications(this.rest);
    this.classes = new Classes(this.rest);
    this.attendance = new Attendance(this.rest);
    this.subjects = new Subjects(this.rest);
    this.grades = new Grades(this.rest);
    this.assessments = new Assessments(this.rest);
    this.analytics = new Analytics(this.rest);
    this.webhooks = new Webhooks(this.rest, (events) => this.events(events), options.webhookSecret);
  }

  /** Runs a query or mutation of the graph. A typed document says what it takes and gives. */
  graphql<Result = Record<string, unknown>, Variables = Record<string, unknown>>(
    document: Operation<Result, Variables>,
    variables?: VariablesArgument<Variables>,
    options?: RequestOptions,
  ): Promise<Result> {
    return graphql(this.#transport, document, variables as Variables | undefined, options);
  }

  /**
   * Events as they happen; with `after`, those first that came after it. It goes on by itself when the connection
   * breaks, with no event lost or twice. Ends when the loop is left, or `signal` is aborted.
   */
  events<Type extends keyof EventData = keyof EventData>(
    options: EventsOptions<Type> = {},
  ): AsyncGenerator<HubEvent<Type>, void, undefined> {
    return liveEvents(this.#transport, options);
  }
}
