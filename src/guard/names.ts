import type { Found } from './kinds.ts'
import { listedNames } from './namesListed.ts'
import { titledNames } from './namesTitled.ts'
import { toldNames } from './namesTold.ts'

/** Names of people: by their title, by what is said of them, and by themselves. */
export const names = (text: string): Found[] => [...titledNames(text), ...toldNames(text), ...listedNames(text)]
