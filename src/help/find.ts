import type { Ctx } from '../kit/context.ts'
import { open } from '../kit/scope.ts'
import type { Actor } from '../policy/index.ts'
import { type Article, generalArticles } from './articles.ts'

/** Articles for somebody: the general ones and those of the programme in whose frame they act. */
async function articlesFor(ctx: Ctx): Promise<Article[]> {
  const sight = ctx.actor.sight[0]
  const published = sight ? await ctx.services.packs.get(sight.packVersionId) : null
  const own = (published?.pack.help?.articles ?? []).map(
    ({ sections, paragraphs, relations, links, ...rest }): Article => ({
      ...rest,
      ...(relations ? { relations } : {}),
      ...(links ? { links } : {}),
      near: sections ?? [],
      parts: paragraphs.map((text) => ({ text })),
    }),
  )
  const covered = new Set(own.flatMap(({ near }) => near))
  const general = generalArticles.filter(({ yieldsTo }) => !yieldsTo || !covered.has(yieldsTo))
  return [...general, ...own].filter((article) => isFor(article, ctx.actor))
}

/** Signed out one sees everything that is general: nothing in it is secret, and one may be looking for help. */
function isFor({ relations }: Article, { relation }: Actor): boolean {
  return !relations || relation === 'none' || (relations as readonly string[]).includes(relation)
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

function textOf({ parts }: Article): string {
  return parts.flatMap(({ heading, text, steps }) => [heading ?? '', text ?? '', ...(steps ?? [])]).join(' ')
}

/** Orders articles by how well they answer the words; those that lack one of them are left out. */
export function searchArticles(articles: readonly Article[], query: string): Article[] {
  const words = plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 12)
  const scored = articles.map((article) => {
    const places = [plain(article.title), plain(article.summary), plain(textOf(article))]
    const scores = words.map((word) =>
      places.reduce((sum, text, at) => sum + (text.includes(word) ? [9, 3, 1][at]! : 0), 0),
    )
    return { article, score: scores.some((one) => one === 0) ? 0 : scores.reduce((a, b) => a + b, 0) }
  })
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ article }) => article)
}

/** The articles that fit the page from which somebody asks; the last words of its path, less their dashes, say most. */
export function articlesNear(articles: readonly Article[], from: string): Article[] {
  const words = from.split('?')[0]!.replaceAll('-', '').split('/').filter(Boolean).reverse()
  if (from === '/') words.push('home')
  const rank = ({ near }: Article) => words.findIndex((word) => near.includes(word))
  return articles
    .filter((article) => rank(article) >= 0)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 4)
}

export interface HelpFound {
  query: string
  from: string | null
  articles: Article[]
  near: Article[]
}

const clean = (text: string | undefined, most: number) => (text ?? '').trim().slice(0, most)

/** The articles, searched or not, with those that fit the page one came from. */
export const findHelp = open<HelpFound>('help is for everybody', async (ctx) => {
  const all = await articlesFor(ctx)
  const query = clean(ctx.query.q, 100)
  const from = clean(ctx.query.from, 200) || null
  return {
    query,
    from,
    articles: query ? searchArticles(all, query) : all,
    near: from && !query ? articlesNear(all, from) : [],
  }
})

/** One article by its key; the actor's own programme goes first. */
export const findArticle = open('help is for everybody', async (ctx) => {
  const all = await articlesFor(ctx)
  const article = all.findLast(({ key }) => key === ctx.params.key)
  return article ? { article, others: all.filter(({ key }) => key !== article.key).slice(0, 8) } : null
})
