import type { Refusal } from '../policy/decision.ts'

/** A sentence per field key; the key '' speaks of the whole form. */
export type Problems = Record<string, string>

/** Answers to choose from per field key. */
export type Choices = Record<string, readonly { value: string; label: string }[]>

/** Base of what the kit knows how to answer with a page of its own. */
export abstract class HttpError extends Error {
  abstract readonly status: number
}

/** Nothing there for this actor: absent and invisible look the same, so that ids leak nothing. A message replaces the usual words. */
export class NotFound extends HttpError {
  readonly status = 404
}

/** Visible, but not allowed; explains itself. */
export class Forbidden extends HttpError {
  readonly status = 403
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.rule)
    this.refusal = refusal
  }
}

/** What was typed cannot be taken; the page comes back with a sentence at each field. */
export class Invalid extends HttpError {
  readonly status = 422
  readonly problems: Problems
  /** What is to be chosen from at a field, where only the look at what was typed has shown it. */
  readonly choices: Choices
  /** Where it is put right, of a form that has no page of its own. */
  readonly remedy: Refusal['remedy'] | null
  constructor(problems: Problems | string, choices: Choices = {}, remedy: Refusal['remedy'] | null = null) {
    super('invalid input')
    this.remedy = remedy
    this.problems = typeof problems === 'string' ? { '': problems } : problems
    this.choices = choices
  }
}

/** Somebody else was first; says who changed what. */
export class Conflict extends HttpError {
  readonly status = 409
  /** Both versions, where there is text to keep. */
  readonly fields: readonly { label: string; yours: string; theirs: string }[]
  /** What `theirs` is: "Saved meanwhile", "Signed". */
  readonly theirsIs: string
  readonly remedy: { label: string; href: string } | null
  constructor(
    message: string,
    more: { fields?: Conflict['fields']; theirsIs?: string; remedy?: Refusal['remedy'] } = {},
  ) {
    super(message)
    this.fields = more.fields ?? []
    this.theirsIs = more.theirsIs ?? 'Saved meanwhile'
    this.remedy = more.remedy ?? null
  }
}

/** It was here and is over (an expired link, a withdrawn request). */
export class Gone extends HttpError {
  readonly status = 410
  readonly remedy: Refusal['remedy'] | null
  constructor(message: string, remedy: Refusal['remedy'] | null = null) {
    super(message)
    this.remedy = remedy
  }
}

/** More than we take in one go. */
export class TooLarge extends HttpError {
  readonly status = 413
}

/** Too many tries; the wait is in seconds. */
export class TooMany extends HttpError {
  readonly status = 429
  readonly waitSeconds: number
  constructor(waitSeconds: number, message = 'Too many tries') {
    super(message)
    this.waitSeconds = waitSeconds
  }

  /** What happened and how long to wait, for whoever reads it. */
  get sentence(): string {
    const minutes = Math.max(1, Math.ceil(this.waitSeconds / 60))
    return `${this.message}. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`
  }
}

/** Signed in no more (or never was). */
export class SignInNeeded extends HttpError {
  readonly status = 401
}
