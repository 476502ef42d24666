/** Whose key an operation is asked with. */
export type Asker = 'institution' | 'learner';

/** What the users of a hub ask most. */
export const hotOperations: readonly { name: string; asker: Asker; query: string }[] = [
  {
    name: 'an institution’s programs with organisation, enrolments and students',
    asker: 'institution',
    query: `{
  programs(first: 20) {
    nodes {
      id code name fee startDate enrolledCount
      organisation { name city }
      enrolments(first: 5) { nodes { id status progress student { name } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  {
    name: 'an institution’s students with their enrolments',
    asker: 'institution',
    query: `{
  students(first: 20) {
    nodes { id name email grade enrolments(first: 5) { nodes { id status program { name } } } }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  {
    name: 'a learner’s enrolments with their programs',
    asker: 'learner',
    query: `{
  enrolments(first: 20) {
    nodes { id status progress completedAt program { name durationDays organisation { name city } } }
  }
}`,
  },
  {
    name: 'a learner’s credentials',
    asker: 'learner',
    query:
      '{ credentials(first: 20) { nodes { id name status issuedAt publicUrl issuer { name } program { name } } } }',
  },
  {
    name: 'a learner’s payments with program and enrolment',
    asker: 'learner',
    query:
      '{ payments(first: 20) { nodes { id method status amount paidAt program { name } enrolment { status } } } }',
  },
];
