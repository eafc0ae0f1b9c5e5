/** Which apps have told a heater that they are here, and haven't left it. */

export class PresentApps {
  readonly #here = new Set<string>()

  /** Client ids, in the order in which they came. */
  get clientIds(): readonly string[] {
    return [...this.#here]
  }

  /** Takes an `app-connection` event, a last will included; what isn't one is left alone. */
  hear(payload: Buffer): void {
    const { clientID, status } = read(payload)
    if (typeof clientID !== 'string' || typeof status !== 'number') return
    if (status > 0) this.#here.add(clientID)
    else this.#here.delete(clientID)
  }

  /** The app is done with the heater. */
  leave(clientId: string): void {
    this.#here.delete(clientId)
  }
}

function read(payload: Buffer): { readonly clientID?: unknown; readonly status?: unknown } {
  try {
    const envelope = JSON.parse(payload.toString())
    return { clientID: envelope?.clientID, status: envelope?.event?.connection?.status }
  } catch {
    return {}
  }
}
