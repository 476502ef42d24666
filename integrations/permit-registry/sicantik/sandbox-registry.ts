import { demoPermits, madeUpApplication, madeUpPermit, type SandboxPermit } from './sandbox-permits.ts';

/** The stand-in's books: what is issued and what is in process, each from the newest. */
export class SandboxRegistry {
  readonly issued: SandboxPermit[];
  readonly inProcess: SandboxPermit[];
  #next: number;
  #gone: SandboxPermit[] = [];

  /** @param madeUp how many permits besides those of the demo data; one in fifty is in process */
  constructor(madeUp: number) {
    const newestFirst = (one: SandboxPermit, other: SandboxPermit) =>
      one.d_terima_berkas < other.d_terima_berkas ? 1 : -1;
    const demo = demoPermits.toSorted(newestFirst);
    this.issued = demo.filter(({ status }) => status === '');
    this.inProcess = demo.filter(({ status }) => status !== '');
    for (let number = madeUp; number > 0; number -= 1) {
      if (number % 50 === 0) this.inProcess.push(madeUpApplication(number));
      else this.issued.push(madeUpPermit(number));
    }
    this.#next = madeUp + 1;
  }

  /** New permits come before all others. */
  add(issued: number, inProcess: number): void {
    for (let more = 0; more < issued; more += 1) this.issued.unshift(madeUpPermit(this.#next++));
    for (let more = 0; more < inProcess; more += 1) this.inProcess.unshift(madeUpApplication(this.#next++));
  }

  /** Issues the application of this id, or the `count` oldest ones; answers which. */
  issue(id: string | undefined, count: number): string[] {
    const chosen = this.#take(this.inProcess, id, count);
    for (const permit of chosen) {
      const { pendaftaran_id, n_perizinan, d_terima_berkas } = permit;
      const [year, , running = ''] = pendaftaran_id.split('/');
      this.issued.unshift({
        ...permit,
        no_surat: `503/${Number(running)}/${n_perizinan.replace(/[^A-Z]/g, '')}/${year}`,
        status: '',
        d_berlaku_izin:
          d_terima_berkas && `${Number(d_terima_berkas.slice(0, 4)) + 5}${d_terima_berkas.slice(4)}`,
      });
    }
    return chosen.map((permit) => permit.pendaftaran_id);
  }

  /** Takes the permit of this id out of the books, or the `count` newest issued ones; answers which. */
  vanish(id: string | undefined, count: number): string[] {
    const gone = id
      ? [...this.#take(this.issued, id, 0), ...this.#take(this.inProcess, id, 0)]
      : this.issued.splice(0, count);
    this.#gone.push(...gone);
    return gone.map((permit) => permit.pendaftaran_id);
  }

  /** Puts back what has vanished, before all others; answers which. */
  restore(): string[] {
    const back = this.#gone;
    this.#gone = [];
    for (const permit of back) (permit.status === '' ? this.issued : this.inProcess).unshift(permit);
    return back.map((permit) => permit.pendaftaran_id);
  }

  find(permitNumber: string): SandboxPermit | undefined {
    return this.issued.find(({ no_surat }) => no_surat === permitNumber);
  }

  #take(list: SandboxPermit[], id: string | undefined, count: number): SandboxPermit[] {
    if (id === undefined) return list.splice(Math.max(0, list.length - count));
    const at = list.findIndex(({ pendaftaran_id }) => pendaftaran_id === id);
    return at === -1 ? [] : list.splice(at, 1);
  }
}
