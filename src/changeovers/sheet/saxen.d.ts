/** The part of saxen that is used here; the package brings no types of its own. */
declare module 'saxen' {
  export class Parser {
    on(event: 'openTag', hook: (name: string, attributes: () => Record<string, string>) => void): this
    on(event: 'closeTag', hook: (name: string) => void): this
    on(event: 'text', hook: (value: string, decodeEntities: (text: string) => string) => void): this
    on(event: 'cdata', hook: (value: string) => void): this
    on(event: 'error', hook: (error: Error) => void): this
    parse(xml: string): this
    stop(): void
  }
}
