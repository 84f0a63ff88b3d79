import { upperFirst } from '../kit/ui.ts'

/** "a mini-CEX", "an ACAT", "an MCR", "an ultrasound": initials are read letter by letter unless they make a word. */
export function withArticle(form: string): string {
  const spelled = /^[FHLMNRSX][^AEIOUaeiou\s-]+(?=\s|$)/.test(form)
  return `${/^(?:[aeio]|u(?!n[ei]|s[eu]|ro))/i.test(form) || spelled ? 'an' : 'a'} ${form}`
}

/** The same at the beginning of a sentence. */
export const WithArticle = (form: string): string => {
  const words = withArticle(form)
  return upperFirst(words)
}
