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
  width?: 'w-half' | 'w-date' | 'w-number'
  problem?: string | null
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'identity/input': { p: TextInput }
  }
}
