/** Adds a reservation and keeps every other one: shows first what would change, then changes it. */
import { NaviLinkClient, NaviLinkConfig } from 'navilink'
import { differenceLines, entryText, type Reservation } from 'navilink/schema'

const workdays: Reservation = {
  enabled: true,
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  time: '05:30',
  mode: 'heat-pump',
  temperature: 55,
}

const client = new NaviLinkClient(NaviLinkConfig.fromEnvironment())
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  const held = await heater.reservations.read()
  console.log(`${held.entries.length} reservations, ${held.enabled ? 'followed' : 'switched off'}`)

  const preview = await heater.reservations.add(workdays, { dryRun: true })
  if (preview.difference) console.log(differenceLines(preview.difference).join('\n') || 'nothing to change')
  for (const { text } of preview.warnings) console.log(`beware: ${text}`)

  // The heater takes whole lists only. This one was made up for `held`: when somebody else has changed it since, nothing
  // is written, and `conflict` says what they did.
  const outcome = await heater.reservations.add(workdays, { base: held })
  console.log(`${outcome.result}, written ${outcome.attempts} times. ${outcome.reason ?? ''}`)
  for (const entry of outcome.after?.entries ?? []) console.log(entryText(entry))
  if (outcome.result !== 'confirmed') process.exitCode = 1
} finally {
  await client.close()
}
