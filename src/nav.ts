import type { NavItem } from './kit/shell.ts'
import { logSections } from './logs/index.ts'
import type { Actor } from './policy/index.ts'
import type { PublishedPack } from './programmes/index.ts'

interface Tab {
  label: string
  href: string
  children?: { label: string; href: string }[]
}

function traineeTabs(enrolmentId: string, pack: PublishedPack | null): Tab[] {
  const own = `/portfolios/${enrolmentId}`
  const logs = pack ? logSections(pack) : []
  return [
    { label: 'Home', href: '/' },
    { label: 'Curriculum', href: `${own}/curriculum` },
    {
      label: 'Assessments',
      href: '/assessments',
      children: [
        { label: 'My requests', href: '/assessments' },
        { label: 'Ask for an assessment', href: '/assessments/new' },
        { label: 'Appraisals', href: `${own}/appraisals` },
      ],
    },
    {
      label: 'Record',
      href: `${own}/timeline`,
      children: [
        { label: 'Timeline', href: `${own}/timeline` },
        ...logs.map(({ key, title }) => ({ label: title, href: `${own}/logs/${key}` })),
        { label: 'Reflections', href: '/reflections' },
        { label: 'Library', href: `${own}/library` },
        { label: 'Certificates and exams', href: `${own}/certificates` },
      ],
    },
    { label: 'Progress', href: `${own}/progress` },
  ]
}

const others: Partial<Record<Actor['relation'], Tab[]>> = {
  educationalSupervisor: [
    { label: 'Home', href: '/' },
    { label: 'Trainees', href: '/trainees' },
    { label: 'Requests', href: '/assess' },
  ],
  coordinator: [
    { label: 'Home', href: '/' },
    { label: 'Trainees', href: '/trainees' },
  ],
  collegeAdmin: [
    { label: 'Home', href: '/' },
    { label: 'Trainees', href: '/trainees' },
    { label: 'People', href: '/people' },
  ],
  none: [
    { label: 'Home', href: '/' },
    { label: 'Requests', href: '/assess' },
  ],
}
others.clinicalSupervisor = others.educationalSupervisor
others.collegeTutor = others.educationalSupervisor
others.director = others.educationalSupervisor

/** Which tabs an actor sees, and which of them the path lies under. `pack` is the acting trainee's own. */
export function navFor(actor: Actor, path: string, pack: PublishedPack | null): NavItem[] {
  const tabs = actor.own ? traineeTabs(actor.own.enrolmentId, pack) : (others[actor.relation] ?? [])
  const clean = path.split('?')[0]!
  const within = (href: string) => (href === '/' ? clean === '/' : clean === href || clean.startsWith(`${href}/`))
  return tabs.map((tab) => ({
    label: tab.label,
    href: tab.href,
    current: within(tab.href) || (tab.children ?? []).some((child) => within(child.href)),
    ...(tab.children ? { children: tab.children.map((child) => ({ ...child, lock: null })) } : {}),
  }))
}
