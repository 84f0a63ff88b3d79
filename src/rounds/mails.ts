/** The words of our mails: who, what, until when; never anything of what was answered, nor by whom. */
export interface Names {
  trainee: string
  rater: string
  /** The kind of round, as people call it. */
  round: string
}

export interface Words {
  subject: string
  text: string
}

const paragraphs = (...lines: string[]): string => lines.join('\n\n')

const apart =
  'Your answer is added to those of your group. Your name is not kept with it: neither the trainee nor their supervisor learns who said what.'

/** To a rater: please answer. */
export function requestMail({ trainee, rater, round }: Names, lastDay: string): Words {
  return {
    subject: `${trainee} asks for your feedback (${round})`,
    text: paragraphs(
      `Dear ${rater},`,
      `${trainee} asks several colleagues how they see the work of ${trainee}. It takes about three minutes, and you need no account.`,
      apart,
      `The link below is for you alone, so please do not pass it on. It works once, until ${lastDay}.`,
    ),
  }
}

/** To the trainee: too few have answered in time. */
export const shortMail = ({ trainee, round }: Pick<Names, 'trainee' | 'round'>, words: string): Words => ({
  subject: `Too few have answered your ${round}`,
  text: paragraphs(`Dear ${trainee},`, `${words}.`),
})

/** To a rater who has not answered. */
export function reminderMail({ trainee, rater, round }: Names, lastDay: string): Words {
  return {
    subject: `Reminder: feedback for ${trainee} (${round})`,
    text: paragraphs(
      `Dear ${rater},`,
      `${trainee} still hopes for your feedback. ${trainee} is not told who has answered, and does not know of this reminder.`,
      apart,
      `The link below works once, until ${lastDay}. If you would rather not answer, say so on the same page and you will not be reminded again.`,
    ),
  }
}
