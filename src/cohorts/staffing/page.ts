import { guardBox } from '../../guard/index.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Chip, GuardBox, Head } from '../../kit/partials.ts'
import { lastDay } from '../../kit/periods.ts'
import { type View, view } from '../../kit/render.ts'
import { date, plural, upperFirst } from '../../kit/ui.ts'
import { asWords, kindWords } from '../supervisors.ts'
import { url } from '../urls.ts'
import { previewTyped } from './change.ts'
import type { Post, StaffingFound } from './find.ts'

interface StaffingPage {
  head: Head
  problems: Problems
  chips: Chip[]
  search: { q: string; kind: string; show: string } | null
  action: string
  who: { value: string; name: string; hint: string; ticked: boolean }[]
  modes: { value: string; label: string; hint: string; chosen: boolean }[]
  people: { value: string; label: string; chosen: boolean }[]
  dates: { from: string; last: string; min: string }
  reason: string
  confirm: { token: string; effects: string[] } | null
  guard: GuardBox | null
}

declare module '../../kit/render.ts' {
  interface Pages {
    'cohorts/staffing': StaffingPage
  }
}

function address(found: StaffingFound, change: Partial<StaffingFound['asked']>): string {
  const { kind, show, q } = { ...found.asked, ...change }
  const query = new URLSearchParams({
    ...(found.of ? { of: found.of.id } : { kind }),
    ...(show === 'all' ? {} : { show }),
    ...(q ? { q } : {}),
  })
  return `${url.staffing}?${query}`
}

/** Who supervises now, and who is to. */
function onRecord({ spans, cover }: Post): string {
  const words = (span: Post['spans'][number]) =>
    `${span.name}${span.until ? ` until ${date(lastDay(span.until))}` : ''}`
  const standing = spans.length > 0 ? spans.map(words).join('; then ') : 'nobody on record'
  return [standing, ...cover.map((span) => `covered by ${words(span)}`)].join('; ')
}

/** C13: supervisors of several trainees at once. */
export const staffingPage: Show<StaffingFound> = (found, { ctx, typed, problems }): View => {
  const { posts, people, of, kinds, asked } = found
  const text = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : '')
  const ticked = typed ? [typed.who ?? []].flat().map(String) : of ? posts.map(({ key }) => key) : []
  const preview = previewTyped(found, typed, ctx)
  const mode = text('mode') || 'change'
  return view(
    'cohorts/staffing',
    {
      head: {
        title: of ? `Trainees of ${of.name}` : 'Supervisors of several trainees',
        sub: of
          ? 'Replace them with one action when they leave, or let somebody cover while they are away.'
          : found.cut
            ? `The first ${posts.length} trainees by name: find others by theirs. Tick them, choose the supervisor and the first day.`
            : 'Tick the trainees, choose the supervisor and the first day. You read what happens before it does.',
        over: { link: { label: 'Supervisors', href: url.load }, text: null },
      },
      problems,
      chips: of
        ? []
        : [
            ...kinds.map((kind) => ({
              label: upperFirst(kindWords[kind]),
              href: address(found, { kind }),
              current: asked.kind === kind,
            })),
            {
              label: asked.show === 'without' ? 'Show all trainees' : 'Only those without',
              href: address(found, { show: asked.show === 'without' ? 'all' : 'without' }),
              current: false,
            },
          ],
      search: of ? null : asked,
      action: address(found, {}),
      who: posts.map((post) => ({
        value: post.key,
        name: post.trainee,
        hint: [of || post.track !== 'main' ? asWords(post) : null, post.programme, onRecord(post)]
          .filter(Boolean)
          .join(' · '),
        ticked: ticked.includes(post.key),
      })),
      modes: [
        {
          ...{ value: 'change', label: 'Takes over', chosen: mode === 'change' },
          hint: 'On record from the first day on; whoever was before ends the day before.',
        },
        {
          ...{ value: 'cover', label: 'Covers an absence', chosen: mode === 'cover' },
          hint: 'On record beside them, from the first to the last day; it ends by itself.',
        },
        ...(posts.some(({ cover }) => cover.length > 0)
          ? [
              {
                ...{ value: 'uncover', label: 'Ends a cover', chosen: mode === 'uncover' },
                hint: 'From the first day on nobody covers any longer; no supervisor needs to be chosen.',
              },
            ]
          : []),
      ],
      people: [
        ...people
          .filter(({ id }) => id !== of?.id)
          .map(({ id, name, detail, trainees }) => ({
            value: id,
            label: `${name}${detail ? `, ${detail}` : ''} (${plural(trainees, 'trainee')})`,
            chosen: text('personId') === id,
          })),
        ...(of
          ? [{ value: 'nobody', label: 'Nobody yet: leave them without', chosen: text('personId') === 'nobody' }]
          : []),
      ],
      dates: { from: text('from'), last: text('last'), min: ctx.today.toString() },
      reason: text('reason'),
      confirm: preview && { token: preview.token, effects: preview.effects },
      guard: guardBox({ typed, problems }),
    },
    { title: of ? `Trainees of ${of.name}` : 'Supervisors of several trainees' },
  )
}
