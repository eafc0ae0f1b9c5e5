/** Opens the API of a demo on the port that was asked for, or on the next that is free. */
import type { startApi } from '#station/api/api'
import { UsageError } from '../usage-error.ts'

type Start = (port: number) => ReturnType<typeof startApi>

/** Ports that are tried. */
const attempts = 20
const highestPort = 65_535

/** @throws what `start` throws, other than that the port is taken. */
export async function openApi(start: Start, port: number): ReturnType<typeof startApi> {
  const last = port === 0 ? 0 : Math.min(highestPort, port + attempts - 1)
  for (let next = port; next <= last; next++)
    try {
      return await start(next)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  throw new UsageError(`The ports from ${port} to ${last} are all taken; --port says another.`)
}

const isTaken = (error: unknown): boolean => {
  const { code, cause } = error as NodeJS.ErrnoException
  return code === 'EADDRINUSE' || (cause !== undefined && isTaken(cause))
}
