/** `--speed`: how many times faster than ours a simulated heater's time runs. */
import { InvalidArgumentError } from 'commander'

/** Beyond this the timers of a heater could not keep up. */
const fastest = 100_000

export function speedArgument(text: string): number {
  const speed = Number(text)
  if (!(text.trim() !== '' && speed > 0 && speed <= fastest))
    throw new InvalidArgumentError(`It takes a number above 0, ${fastest} at most, such as 600.`)
  return speed
}
