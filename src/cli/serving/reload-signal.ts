/** SIGHUP, by which a service is asked to read its config anew. */

/** @returns how to stop listening. */
export function onReloadSignal(listener: () => void): () => void {
  process.on('SIGHUP', listener)
  return () => process.off('SIGHUP', listener)
}
