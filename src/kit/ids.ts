import { v7 as uuidv7, validate } from 'uuid'

/** A new id: UUIDv7, so that ids sort by time. */
export function newId(): string {
  return uuidv7()
}

/** Whether a text from a URL or form can be an id at all. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && validate(text)
}
