import { expect, test } from 'vitest'
import { parseEnvFile } from './env-file.ts'

test('a comment after a value is one, and only with a blank before it', () => {
  expect(parseEnvFile('A=300  # five minutes\nB=pass#word\nC= # nothing yet\n# D=1\n  # E=1')).toEqual({
    A: '300',
    B: 'pass#word',
    C: '',
  })
})

test('quotes keep what lies between them, and a backslash is a backslash', () => {
  const text = `A="x # y" # z\nB='it''s'\nC="a\\nb"\nD='"'\nE="p"a"w"\n`
  expect(parseEnvFile(text)).toEqual({ A: 'x # y', B: "it''s", C: 'a\\nb', D: '"', E: 'p"a"w' })
})

test('byte order mark, CRLF, blanks and export do no harm', () => {
  expect(parseEnvFile('\uFEFFA=1\r\n export B = two words \r\n\r\nnonsense\r\nC=a=b')).toEqual({
    A: '1',
    B: 'two words',
    C: 'a=b',
  })
})
