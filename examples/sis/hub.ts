import { type AnswerOf, Client } from '../../sdk/src/index.ts'; // Yours: '@skills-hub/sdk'

type ListName = 'listStudents' | 'listClasses' | 'listSubjects';
type ItemOf<Name extends ListName> = AnswerOf<Name> extends { data: (infer Item)[] } ? Item : never;

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
    this.everyStudent = await every(this.client.students.list({ limit: 1000 }));
    this.students = byExternalId(this.everyStudent);
  }

  async learnClasses(): Promise<void> {
    this.classes = byExternalId(await every(this.client.classes.list({ limit: 1000 })));
  }

  async learnSubjects(): Promise<void> {
    this.subjects = byExternalId(await every(this.client.subjects.list({ limit: 1000 })));
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

/** All of a list, page after page. */
export async function every<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
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
