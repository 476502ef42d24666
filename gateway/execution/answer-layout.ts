/** A field of an answer, as it stands in JSON that is not laid out as GraphQL has it. */
export interface LaidField {
  /** Its name in the graph's answer. */
  readonly key: string;
  /** Its name in the JSON. */
  readonly name: string;
  /** Its members stand in the object that it is in; each is null where it is null itself. */
  readonly flattened: boolean;
  /** It is replaced by the first of its members. */
  readonly unwrapped: boolean;
  /** Enum values are in lower case. */
  readonly lowered: boolean;
  /** It does not stand there at all. */
  readonly leftOut?: boolean;
  /** Null for a leaf. */
  readonly selection: LaidSelection | null;
}

/** The fields of an object. What is flattened or unwrapped is one object whose fields are all always asked for. */
export interface LaidSelection {
  readonly fields: readonly LaidField[];
  /** JSON of members that stand behind its fields, `"a":1,"b":2`, by the object as it was fetched. */
  readonly added?: (
    object: Readonly<Record<string, unknown>>,
    variables: Readonly<Record<string, unknown>>,
  ) => string;
}

/** JSON that consists of the value of one root field. */
export interface AnswerLayout {
  readonly root: LaidField;
  /** Root fields without which there is nothing: the JSON is `null` when one of them is. */
  readonly needed: readonly string[];
}
