/** The plain page, with its style and its script. */
import { pageTexts } from '../page/page-text.ts'
import { pagePolicy } from '../response-headers.ts'
import { type Route, route } from '../route.ts'

const names = { '/': 'getPage', '/page.css': 'getPageStyle', '/page.js': 'getPageScript' } as const

export const pageRoutes: readonly Route[] = Object.entries(pageTexts).map(([path, [type, text]]) =>
  route({
    method: 'get',
    path,
    name: names[path as keyof typeof names],
    group: 'Page',
    summary: path === '/' ? 'A plain page for people.' : 'Belongs to the page.',
    scope: 'none',
    media: { [type.split(';')[0] as string]: 'The page, or what belongs to it.' },
    work: () => new Response(text, { headers: { 'Content-Type': type, 'Content-Security-Policy': pagePolicy } }),
  }),
)
