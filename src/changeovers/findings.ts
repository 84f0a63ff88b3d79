/** What a sheet is found to be wrong or unusual in. Errors stop all of it; the rest is there to be read. */
export const findingKinds = {
  cell: 'Cells that cannot be read',
  identifier: 'Words that may identify somebody',
  unknownPerson: 'People who are not known here',
  ambiguousName: 'Names that several people have',
  repeated: 'Trainees who are there twice',
  unknownSite: 'Hospitals that are not known here',
  otherCollege: 'Hospitals of another college',
  ownSupervisor: 'Supervisors who are the trainee',
  overlap: 'Posts that overlap',
  dates: 'Days that do not fit',
  past: 'Days that have passed',
  rested: 'Posts that cannot go',
  begun: 'Reports that are half written',
  capacity: 'Hospitals over their capacity',
  lapsed: 'Hospitals without accreditation',
  noSupervisor: 'Trainees without a supervisor',
  gap: 'Days without a post',
  week: 'Weeks of which a part alone is said',
  fte: 'Training time that differs',
  readAs: 'Days that could be read otherwise',
} as const
export type FindingKind = keyof typeof findingKinds

export interface Finding {
  kind: FindingKind
  level: 'error' | 'warning' | 'note'
  /** Number of the row as the spreadsheet shows it; null for the sheet as a whole. */
  row: number | null
  /** "D14", where one cell is meant. */
  cell: string | null
  text: string
}

/** Collects findings of one row. */
export class RowFindings {
  readonly list: Finding[] = []
  readonly #row: number
  constructor(row: number) {
    this.#row = row
  }
  add(level: Finding['level'], kind: FindingKind, text: string, cell: string | null = null): null {
    this.list.push({ kind, level, row: this.#row, cell, text })
    return null
  }
  error(kind: FindingKind, text: string, cell: string | null = null): null {
    return this.add('error', kind, text, cell)
  }
  /** Takes back what is no error, of one kind; says whether there was any. */
  drop(dropped: FindingKind): boolean {
    const kept = this.list.filter(({ level, kind }) => level === 'error' || kind !== dropped)
    return this.list.splice(0, this.list.length, ...kept).length > kept.length
  }
  get refused(): boolean {
    return this.list.some(({ level }) => level === 'error')
  }
}
