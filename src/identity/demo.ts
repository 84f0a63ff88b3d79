/** An account of a demonstration, offered on the sign-in page. */
export interface DemoAccount {
  login: string
  password: string
  name: string
  about: string
  /** The programme that it stands under. */
  group: string
}

declare module '../kit/context.ts' {
  interface Services {
    /** Accounts whose passwords everybody may know; empty anywhere but in a demonstration. */
    demoAccounts: readonly DemoAccount[]
  }
}
