// The ATS, as its own documentation would have it.

export interface Vacancy {
  number: string;
  position: string;
  contract: 'permanent' | 'intern';
  about: string;
  skills: string[];
  education: string | null;
  city: string;
  closed: boolean;
  revision: number;
}

export interface Candidate {
  id: number;
  phase: string;
}

export interface Move {
  number: number;
  /** Id of the application in the hub; null for candidates who came another way. */
  source: string | null;
  phase: string;
  remark: string | null;
}

const address = process.env.ATS_URL ?? 'http://127.0.0.1:4120';

/** What the ATS answers; null where it knows no such thing. */
export async function ats<Answer>(method: string, path: string, body?: object): Promise<Answer | null> {
  const response = await fetch(address + path, { method, ...(body && { body: JSON.stringify(body) }) });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
