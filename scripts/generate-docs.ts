/** Writes the pages of docs/ that are made from the code; a test says whether they are up to date. */
import { writeFileSync } from 'node:fs'
import { docsFolder, pages } from './docs/pages.ts'

for (const { name, text } of pages) writeFileSync(new URL(name, docsFolder), await text())
