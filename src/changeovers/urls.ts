import type { Tag } from '../kit/partials.ts'
import type { Changeovers } from './queries.ts'

export const url = {
  all: '/changeovers',
  one: (id: string) => `/changeovers/${id}`,
  template: (programmeId: string, ending: 'csv' | 'xlsx') => `/changeovers/template/${programmeId}/sheet.${ending}`,
}

/** Where a sheet stands, in words. */
export function stateTag({ state, doing }: Pick<Changeovers['past'][number], 'state' | 'doing'>): Tag {
  if (doing) return { words: 'under way', tone: 'info' }
  if (state === 'applied') return { words: 'applied', tone: 'ok' }
  return state === 'undone' ? { words: 'taken back', tone: 'plain' } : { words: 'not applied', tone: 'warn' }
}
