/** The words of our mails: who, what form, until when; never anything of what is written in it. */
import { list, plural, upperFirst } from '../kit/ui.ts'
import { withArticle } from './words.ts'

export interface Names {
  trainee: string
  assessor: string
  /** The form as people call it. */
  form: string
  formTitle: string
}

export interface Words {
  subject: string
  text: string
}

const paragraphs = (...lines: (string | null)[]): string => lines.filter((line) => line !== null).join('\n\n')

/** To the assessor: please complete this form. */
export function requestMail({ trainee, assessor, form, formTitle }: Names, lastDay: string): Words {
  const what = form === formTitle ? form : `${form} (${formTitle})`
  return {
    subject: `${trainee} asks you to complete ${withArticle(form)}`,
    text: paragraphs(
      `Dear ${assessor},`,
      `${trainee} asks you to complete ${withArticle(what)} about work that you saw. You need no account.`,
      `The link below is for you alone, so please do not pass it on. It works until ${lastDay}. If you are not the right person, the same page lets you decline.`,
      'Please write nothing that could identify a patient.',
    ),
  }
}

/** To the assessor: it is still waiting. */
export function reminderMail(names: Names, lastDay: string): Words {
  const { trainee, assessor, form } = names
  return {
    subject: `Reminder: ${withArticle(form)} for ${trainee}`,
    text: paragraphs(
      `Dear ${assessor},`,
      `${trainee} still hopes for ${withArticle(form)} from you. The link below works until ${lastDay}.`,
      'If you would rather not, please decline on the same page, so that somebody else can be asked.',
    ),
  }
}

/** To the trainee: it is there. */
export function completedMail({ trainee, assessor, form }: Names): Words {
  return {
    subject: `${assessor} has completed your ${form}`,
    text: paragraphs(`Dear ${trainee},`, `${assessor} has completed your ${form}. You can read it in your portfolio.`),
  }
}

/** To the trainee: they would rather not. The reason is on the page. */
export function declinedMail({ trainee, assessor, form }: Names): Words {
  return {
    subject: `${assessor} has declined your request for ${withArticle(form)}`,
    text: paragraphs(
      `Dear ${trainee},`,
      `${assessor} has declined to complete ${withArticle(form)}. The reason is on the page of your request, where you can ask somebody else.`,
    ),
  }
}

/** To the trainee: nobody has come. */
export function expiredMail({ trainee, assessor, form }: Names): Words {
  return {
    subject: `Your request for ${withArticle(form)} has expired`,
    text: paragraphs(
      `Dear ${trainee},`,
      `${assessor} has not completed your ${form} in time, and the link has stopped working. You can ask again on the page of your request.`,
    ),
  }
}

/** To the trainee: the letter came back. */
export function undeliveredMail({ trainee, assessor, form }: Names, address: string): Words {
  return {
    subject: `Your request for ${withArticle(form)} did not arrive`,
    text: paragraphs(
      `Dear ${trainee},`,
      `The mail to ${assessor} at ${address} came back, so nobody knows of your request yet. On its page you can correct the address, or ask somebody else.`,
    ),
  }
}

/** To the assessor: nothing more is needed. */
export function withdrawnMail({ trainee, assessor, form }: Names): Words {
  return {
    subject: `No longer needed: ${form} for ${trainee}`,
    text: paragraphs(
      `Dear ${assessor},`,
      `${trainee} has withdrawn the request for ${withArticle(form)}. The link has stopped working, and nothing more is needed from you.`,
    ),
  }
}

/** To the assessor, who is filling in the form on another device: what proves that it is them. */
export function proofMail({ trainee, form }: Pick<Names, 'trainee' | 'form'>): Words {
  return {
    subject: `Six digits to sign ${withArticle(form)} for ${trainee}`,
    text: paragraphs(
      `Somebody is completing ${withArticle(form)} for ${trainee} in your name, on another device. If that is you, type the digits below at the end of the form.`,
      'If it is not you, give these digits to nobody: without them nothing can be signed in your name.',
    ),
  }
}

/** How much of each other kind waits in somebody's list. */
export interface Others {
  signOffs: number
  confirmations: number
  decisions: number
  looks: number
}

/** What waits for an assessor: how much, where, and until when the first. Names nobody but the reader. */
export interface Digest {
  name: string
  programmes: { name: string; count: number }[]
  appraisals: number
  others: Others
  firstEnd: string | null
}

/** To the assessor, once a week: how much waits over all programmes. */
export function digestMail({ name, programmes, appraisals, others, firstEnd }: Digest): Words {
  const requests = programmes.reduce((sum, { count }) => sum + count, 0)
  const { signOffs, confirmations, decisions, looks } = others
  const total = requests + appraisals + signOffs + confirmations + decisions + looks
  const wait = total === 1 && signOffs === 0 ? 'waits' : 'wait'
  const things = [
    requests > 0 ? plural(requests, 'request') : null,
    appraisals > 0 ? plural(appraisals, 'meeting or appraisal', 'meetings or appraisals') : null,
    signOffs > 0 ? `sign-offs for ${plural(signOffs, 'trainee')}` : null,
    confirmations > 0 ? plural(confirmations, 'confirmation') : null,
    decisions > 0 ? plural(decisions, 'decision') : null,
    looks > 0 ? plural(looks, 'other thing') : null,
  ].filter((one) => one !== null)
  return {
    subject: `${upperFirst(list(things))} ${wait} for you`,
    text: paragraphs(
      `Dear ${name},`,
      `${upperFirst(list(things))} ${wait} for you.${
        programmes.length > 1 ? ` By programme: ${list(programmes.map((one) => `${one.count} in ${one.name}`))}.` : ''
      }${firstEnd ? ` The first runs out after ${firstEnd}.` : ''}`,
      'The link below opens all of it in one list. Several requests of one trainee can be done in one sitting.',
      'This mail comes once a week while something waits. You can turn it off under Personal details, Mails.',
    ),
  }
}
