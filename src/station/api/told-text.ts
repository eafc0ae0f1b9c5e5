/** A sentence that comes from below, such as a disk's or a socket's, as it may be told to who asks: without secrets, and without the machine's folders. */
import { redactText } from '#wire/redact'
import type { StoreError, StoreProblem } from '../store/store-error.ts'

const path = /(?<![\w/\\:.])(?:~|[A-Za-z]:)?[\\/][\w.@+~-]+(?:[\\/][^\s"'«»,;:]*)?/g

/** A path of its beginning is taken for one; the rest of a name with blanks in it may stay. */
export const toldText = (text: string): string => redactText(text).replaceAll(path, '…')

/** Why the record takes nothing. The log says where it lies. */
const sentences: Readonly<Record<StoreProblem, string>> = {
  full: 'The station’s disk is full: nothing more is kept until there is space.',
  'read-only': 'The record can’t be written: it, its folder or its disk is read-only for the station.',
  'in-use': 'The record is held by another program, and can’t be used until that lets go.',
  newer: 'The record was written by a later version of this program.',
  damaged: 'This part of the record is damaged; the log says more.',
  failed: 'The record can’t be used at the moment; the log says why.',
}

export const storeText = ({ problem }: Pick<StoreError, 'problem'>): string => sentences[problem]

/** @param state of the store. */
export const recordingText = (state: string): string =>
  (sentences as Readonly<Record<string, string>>)[state] ?? sentences.failed
