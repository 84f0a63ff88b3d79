import type { FormDefinition } from '../forms/index.ts'
import type { PublishedPack } from '../programmes/index.ts'

/** The pack's templates: every form whose records are reflections. */
export function templatesOf({ pack }: PublishedPack): FormDefinition[] {
  return pack.forms.filter(({ kind }) => kind === 'reflection')
}

/** The fact by which reflections say what they are about. */
export const CATEGORY = 'category'

/** What reflections can be about, as the templates offer it (R74). */
export function categoriesOf(templates: readonly FormDefinition[]): { key: string; label: string }[] {
  const found = new Map<string, string>()
  for (const form of templates) {
    const fact = form.facts?.find(({ name }) => name === CATEGORY)
    const path = fact && 'path' in fact ? fact.path : null
    const field = form.sections.flatMap(({ fields }) => fields).find(({ key }) => key === path)
    if (field?.type !== 'choice') continue
    for (const [key, label] of field.options ?? []) if (!found.has(key)) found.set(key, label)
  }
  return [...found].map(([key, label]) => ({ key, label }))
}

/** The questions that a template asks in free text. */
export function questionsOf(form: FormDefinition): string[] {
  return form.sections.flatMap(({ fields }) => fields).flatMap((one) => (one.type === 'longText' ? [one.label] : []))
}

/** What to read beside writing: the pack's articles for this section, with their addresses of help (R76, R77). */
export interface Guidance {
  title: string
  summary: string
  href: string
  links: { title: string; href: string }[]
}

/** Guidance and where to find support, from the pack's help. */
export function guidanceOf({ pack }: PublishedPack, templates: readonly FormDefinition[]): Guidance[] {
  const sections = new Set(templates.map(({ section }) => section))
  return (pack.help?.articles ?? [])
    .filter((article) => article.sections?.some((key) => sections.has(key)))
    .map(({ key, title, summary, links }) => ({ title, summary, href: `/help/articles/${key}`, links: links ?? [] }))
}
