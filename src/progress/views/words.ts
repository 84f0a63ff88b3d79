import type { Tone } from '../../kit/ui.ts'
import type { Figure } from '../figures/store.ts'

/** Where the pages of this room are. */
export const url = {
  portfolio: (id: string) => `/portfolios/${id}`,
  curriculum: (id: string) => `/portfolios/${id}/curriculum`,
  open: (id: string, key: string, mode: 'info' | 'rate') =>
    `/portfolios/${id}/curriculum?open=${key}&mode=${mode}#${key}`,
  item: (id: string, key: string) => `/portfolios/${id}/curriculum/${key}`,
  rate: (id: string, key: string) => `/portfolios/${id}/curriculum/${key}/self-assessment`,
  star: (id: string, key: string) => `/portfolios/${id}/curriculum/${key}/star`,
  unlink: (id: string, key: string) => `/portfolios/${id}/curriculum/${key}/unlink`,
  levels: (id: string, key: string) => `/portfolios/${id}/curriculum/${key}/levels.svg`,
  link: (id: string) => `/portfolios/${id}/link-records`,
  linkTo: (id: string, key: string) => `/portfolios/${id}/link-records?item=${key}`,
  undo: (id: string, batchId: string) => `/portfolios/${id}/link-records/${batchId}/undo`,
  signOff: (id: string, key: string) => `/portfolios/${id}/sign-off/${key}`,
  request: (key: string) => `/assessments/new?item=${key}`,
  requirements: (id: string) => `/portfolios/${id}/progress`,
  rule: (id: string, ruleId: string) => `/portfolios/${id}/progress/${ruleId}`,
}

/** A figure's state in words, with the tone that underlines them. */
export function standing(figure: Pick<Figure, 'status' | 'pace'>): { tone: Tone; words: string } {
  switch (figure.status) {
    case 'met':
      return { tone: 'ok', words: 'Met' }
    case 'waived':
      return { tone: 'ok', words: 'Waived' }
    case 'overdue':
      return { tone: 'stop', words: 'Overdue' }
    case 'review':
      return { tone: 'info', words: 'For review' }
    case 'notComputed':
      return { tone: 'plain', words: 'Not computed yet' }
    case 'short':
      return { tone: 'warn', words: figure.pace === null ? 'Due soon' : 'Behind pace' }
    default:
      return figure.pace === null ? { tone: 'plain', words: 'Not due yet' } : { tone: 'accent', words: 'On track' }
  }
}
