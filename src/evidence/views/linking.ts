import type { Show } from '../../kit/http.ts'
import type { Head } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { list, plural } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { recordPolicy } from '../policy.ts'
import type { Choosing, ChoosingMany, LinkQuestion } from '../queries/linking.ts'
import type { Sharing } from '../queries/share.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/links': LinksPage
    'evidence/share': SharePage
  }
}

interface LinksPage {
  head: Head
  problems: Record<string, string>
  lock: string | null
  action: string
  records: string
  back: string
  hint: string
  groups: {
    title: string
    open: boolean
    items: { value: string; label: string; hint: string; checked: boolean; locked: boolean }[]
  }[]
}

interface SharePage {
  head: Head
  problems: Record<string, string>
  action: string
  choices: { value: string; label: string; hint: string; checked: boolean }[]
  readers: string
  shown: { name: string; revoke: string }[]
  open: { words: string; revoke: string | null } | null
}

/** Choosing the items that a record is evidence for, many at once. */
export const linksPage: Show<Choosing> = ({ detail, groups, others }, { ctx, typed, problems }) => {
  const { record, judged, title } = detail
  const links = detail.links.filter(({ enrolmentId }) => enrolmentId === record.enrolmentId)
  const decision = recordPolicy.actions.link(ctx.actor, judged)
  const ticked = new Set([typed?.items ?? []].flat().map(String))
  const left = judged.cap - links.length
  return view(
    'evidence/links',
    {
      head: {
        title: 'Link to the curriculum',
        sub: title,
        over: { link: { label: title, href: `/records/${record.id}` }, text: null },
      },
      problems,
      lock: isRefusal(decision)
        ? decision.reason
        : left <= 0 && others.length === 0
          ? `This is linked to ${plural(links.length, 'item')}, the most for its form.`
          : null,
      action: `/records/${record.id}/links`,
      records: record.id,
      back: `/records/${record.id}`,
      hint: `Choose up to ${plural(Math.max(left, 0), 'item')}${others.length > 0 ? ` of this programme; ${list(others.map(({ programme }) => programme))} below counts apart` : ''}. Two or three good pieces of evidence per item are better than many links.`,
      groups: shownGroups(groups, ticked),
    },
    { title: 'Link to the curriculum' },
  )
}

/** The same for several records ticked in a list. */
export const linkManyPage: Show<ChoosingMany> = ({ enrolmentId, records, groups }) =>
  view(
    'evidence/links',
    {
      head: {
        title: `Link ${plural(records.length, 'record')}`,
        sub: list(records.slice(0, 5).map(({ title }) => title)) + (records.length > 5 ? ' and others' : ''),
        over: { link: { label: 'Timeline', href: `/portfolios/${enrolmentId}/timeline` }, text: null },
      },
      problems: {},
      lock: null,
      action: `/portfolios/${enrolmentId}/links`,
      records: records.map(({ id }) => id).join(','),
      back: `/portfolios/${enrolmentId}/timeline`,
      hint: 'Each of these records will be linked to each item that you tick. Two or three good pieces of evidence per item are better than many links.',
      groups: shownGroups(groups, new Set()),
    },
    { title: 'Link to the curriculum' },
  )

/** Two or three good pieces are better than many (R105). */
function countWords(count: number, enough: boolean): string {
  const words = plural(count, 'piece of evidence', 'pieces of evidence')
  return enough ? `${words}: usually enough, choose the best` : words
}

function shownGroups(groups: Choosing['groups'], ticked: ReadonlySet<string>): LinksPage['groups'] {
  return groups.map(({ title, items }) => ({
    title,
    open: items.length <= 20 || items.some(({ key, linked }) => linked || ticked.has(key)),
    items: items.map(({ key, code, title: words, count, enough, linked }) => ({
      value: key,
      label: code && code !== words ? `${code} ${words}` : words,
      hint: linked ? 'linked already' : countWords(count, enough),
      checked: linked || ticked.has(key),
      locked: linked,
    })),
  }))
}

/** Asks before private records become visible by being linked. */
export const linkQuestionPage: Show<LinkQuestion> = ({ enrolmentId, records, items, codes: named, readers, back }) => {
  const codes = list(named)
  const what = records.length === 1 ? `“${records[0]!.title}”` : plural(records.length, 'record')
  return view('evidence/confirm', {
    title: 'Linking shows it to others',
    confirm: {
      title: 'Linking shows it to others',
      text: `${what} is private until now. Linked to ${codes}, it can be read by:`,
      effects: readers.map(({ name, role, full }) => `${name}, ${role}${full ? '' : ' (facts only)'}`),
      action: {
        label: 'Link it and show it',
        href: `/portfolios/${enrolmentId}/links`,
        post: {
          records: records.map(({ id }) => id).join(','),
          items: items.join(','),
          confirm: 'yes',
          back: back ?? '',
        },
      },
      cancel: {
        label: 'Keep it private',
        href: records.length === 1 ? `/records/${records[0]!.id}` : `/portfolios/${enrolmentId}/timeline`,
      },
    },
  })
}

/** Showing a record to a named supervisor, or to everybody who reads the portfolio. */
export const sharePage: Show<Sharing> = (
  { record, title, choices, readers, shares, links, form },
  { typed, problems },
) => {
  const url = `/records/${record.id}/share`
  const shown = shares.filter(({ revokedAt }) => revokedAt === null)
  const open = record.sharedState === 'shared'
  const left = choices.filter(({ id }) => !shown.some(({ personId }) => personId === id))
  return view(
    'evidence/share',
    {
      head: {
        title: 'Show it to somebody',
        sub: title,
        over: { link: { label: title, href: `/records/${record.id}` }, text: null },
      },
      problems,
      action: url,
      choices: open
        ? []
        : [
            ...left.map(({ id, name, role }) => ({
              value: id,
              label: name,
              hint: role,
              checked: typed?.with === id,
            })),
            {
              value: 'readers',
              label: 'Everybody who reads my portfolio',
              hint: list(readers.filter(({ full }) => full).map(({ name }) => name)) || 'nobody at present',
              checked: typed?.with === 'readers',
            },
          ],
      readers: list(readers.map(({ name }) => name)),
      shown: shown.map(({ personId, name }) => ({ name, revoke: `${url}/${personId}/revoke` })),
      open: open
        ? {
            words: links.length
              ? 'It is linked to the curriculum, so everybody who reads your portfolio sees it.'
              : 'Everybody who reads your portfolio sees it.',
            revoke: links.length === 0 && form?.private ? `${url}/readers/revoke` : null,
          }
        : null,
    },
    { title: 'Show it to somebody' },
  )
}
