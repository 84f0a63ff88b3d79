import type { TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { Fact, Head } from '../kit/partials.ts'
import { view } from '../kit/render.ts'
import type { Naming } from './person.ts'
import { url } from './urls.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'delegates/naming': NamingPage
  }
}

interface NamingPage {
  head: Head
  problems: Problems
  who: Fact[]
  may: string[]
  never: string[]
  action: string
  inputs: TextInput[]
  button: string
  back: string
}

/** Who is about to be named, what they could do by it, and for which days: read before it is given. */
export const namingPage: Show<Naming> = ({ person }, { ctx, actor, typed, problems }) => {
  const value = (name: string, usual = '') => (typed && typeof typed[name] === 'string' ? typed[name] : usual)
  const day = (name: string, label: string, usual = ''): TextInput => ({
    ...{ name, label, type: 'date', width: 'w-date', value: value(name, usual), problem: problems[name] ?? null },
  })
  const title = `Let ${person.name} prepare for you`
  return view(
    'delegates/naming',
    {
      head: {
        title,
        sub: 'Nothing is given yet. Read who this is and what it means.',
        over: { link: { label: 'Delegates', href: url.list }, text: `In your role as ${actor.roleLabel}` },
      },
      problems,
      who: [
        { label: 'Name', value: person.name },
        { label: 'Signs in with', value: person.address },
        { label: person.roles.length === 1 ? 'Role' : 'Roles', lines: person.roles.join('\n') },
        { label: 'College', value: person.college },
      ],
      may: [
        'see what you see in this role, under “delegate of” your name; trainees read that under “Who can see this”',
        'fill in your reports, and assessments that trainees asked you for, and leave them ready for you',
        'keep posts and contacts, and try a sheet',
      ],
      never: [
        'sign, release, decide or approve anything, or send a message',
        'change what you have begun yourself, or see what else was sent to you alone',
        'let somebody else prepare',
      ],
      action: url.name(person.id),
      inputs: [day('from', 'First day', ctx.today.toString()), day('last', 'Last day')],
      button: `Let ${person.name} prepare`,
      back: url.list,
    },
    { title },
  )
}
