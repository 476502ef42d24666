import { type AnswerOf, Client } from '../../sdk/src/index.ts'; // Yours: '@skills-hub/sdk'

type ListName = 'listStudents' | 'listClasses' | 'listSubjects' | 'listAttendance' | 'listGrades';
type ItemOf<Name extends ListName> = AnswerOf<Name> extends { data: (infer Item)[] } ? Item : never;

interface Page<Item> {
  data: Item[];
  pagination: { next_cursor: string | null };
}

/** The hub, and whom and what of the system it knows already, by the system's own ids. */
export class Hub {
  readonly client: Client;
  /** Also those who are not of the system. */
  everyStudent: readonly ItemOf<'listStudents'>[] = [];
  students: ReadonlyMap<string, ItemOf<'listStudents'>> = new Map();
  classes: ReadonlyMap<string, ItemOf<'listClasses'>> = new Map();
  subjects: ReadonlyMap<string, ItemOf<'listSubjects'>> = new Map();

  constructor(apiKey: string, baseUrl: string) {
    this.client = new Client({ apiKey, baseUrl });
  }

  async learnStudents(): Promise<void> {
    this.everyStudent = await this.everyOf<'listStudents'>('/v1/students');
    this.students = byExternalId(this.everyStudent);
  }

  async learnClasses(): Promise<void> {
    this.classes = byExternalId(await this.everyOf<'listClasses'>('/v1/classes'));
  }

  async learnSubjects(): Promise<void> {
    this.subjects = byExternalId(await this.everyOf<'listSubjects'>('/v1/subjects'));
  }

  /** All of a list, page after page. */
  async everyOf<Name extends ListName>(path: string, query: object = {}): Promise<ItemOf<Name>[]> {
    const items: ItemOf<Name>[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await this.client.rest.get<Name>(path, { ...query, limit: 1000, cursor });
      const { data, pagination } = page as Page<ItemOf<Name>>;
      items.push(...data);
      cursor = pagination.next_cursor;
    } while (cursor);
    return items;
  }

  /** Ids of student and class of every membership, which REST lists for one class at a time only. */
  async memberships(): Promise<[studentId: string, classId: string][]> {
    const found: [string, string][] = [];
    let after: string | null = null;
    do {
      const answer: Memberships = await this.client.graphql<Memberships>(memberships, { after });
      const { nodes, pageInfo } = answer.classMemberships;
      for (const { student, class: its } of nodes) if (student && its) found.push([student.id, its.id]);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    return found;
  }
}

const memberships = `query($after: Cursor) {
  classMemberships(first: 1000, after: $after) {
    nodes { class { id } student { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Memberships {
  classMemberships: {
    nodes: { class: { id: string } | null; student: { id: string } | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

function byExternalId<Item extends { external_id: string | null }>(
  items: readonly Item[],
): ReadonlyMap<string, Item> {
  return new Map(items.flatMap((item) => (item.external_id === null ? [] : [[item.external_id, item]])));
}
