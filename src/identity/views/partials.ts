export interface TextInput {
  name: string
  label: string
  hint?: string | null
  type?: 'text' | 'password' | 'email' | 'tel' | 'date' | 'search'
  value?: string | null
  autocomplete?: string
  inputmode?: 'numeric' | 'tel' | 'email'
  max?: number
  /** Neither capitals nor spelling: names of accounts, codes. */
  plain?: boolean
  optional?: boolean
  readonly?: boolean
  width?: 'w-half' | 'w-date' | 'w-number'
  problem?: string | null
}

/** A choice from a list. */
export interface Choice {
  name: string
  label: string
  hint?: string | null
  options: readonly (readonly [string, string])[]
  chosen: string
  /** The words of the empty entry; null where there is none. */
  empty: string | null
  problem?: string | null
}

export interface TextArea {
  name: string
  label: string
  hint?: string | null
  value: string
  max: number
  optional?: boolean
  problem?: string | null
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'identity/input': { p: TextInput }
    'identity/select': { p: Choice }
    'identity/textarea': { p: TextArea }
  }
}
