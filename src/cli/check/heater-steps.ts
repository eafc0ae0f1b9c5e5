/** The steps of a check that go to the heaters, by way of the cloud and by way of the gateway. */
import type { SubscriptionReport } from '#cloud/subscriptions'
import type { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import type { DeviceInfo } from '#schema/device-info'
import { firmwareVersion } from '#schema/device-info'
import type { Status, StatusKey } from '#schema/status'
import { statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { heaterFilter } from '#wire/topics'
import { chooseHeater } from '../account/choose-heater.ts'
import { exitCode } from '../exit-code.ts'
import { lastFault } from '../print/device-record.ts'
import { faultText } from '../print/fault-text.ts'
import { heatsText } from '../print/heats-text.ts'
import { valueText } from '../print/value-text.ts'
import type { Checklist } from './checklist.ts'
import type { Finding, Result } from './step.ts'

type Heaters = readonly NaviLinkDevice[]

/** @param wanted the only one that is to be asked, as `--device` names it. */
export function checkList(
  list: Checklist,
  client: NaviLinkClient | undefined,
  signIn: Result<unknown>,
  wanted: string | undefined,
): Promise<Result<Heaters>> {
  return list.step('heaters', { needs: [signIn] }, async ({ signal }): Promise<Finding<Heaters>> => {
    const all = (await client?.devices({ signal })) ?? []
    if (all.length === 0) {
      const detail = 'there is no heater in this account'
      return { outcome: 'failed', detail, help: 'no-heater-in-this-account', value: all }
    }
    const place = 'On the command line, --device'
    const value = wanted === undefined ? all : [chooseHeater(all, { text: wanted, place })]
    return { detail: `${all.length} in this account`, value }
  })
}

/** @param connect whether the gateway lets anybody in. */
export async function checkHeaters(
  list: Checklist,
  client: NaviLinkClient | undefined,
  { heaters, connect, units }: { heaters: Result<Heaters>; connect: Result<unknown>; units: UnitSystem },
): Promise<void> {
  const found = heaters.passed ? heaters.value : []
  const spoken = found.filter(({ supported }) => supported)
  const subscribed = await list.step('subscribe', { needs: [heaters, connect] }, async ({ signal }) => {
    if (spoken.length === 0) return { outcome: 'skipped', detail: 'no heater here can be spoken to', value: undefined }
    try {
      await Promise.all(spoken.map(heater => heater.listen({ signal })))
    } catch (error) {
      // The question gives up in words of its own; the link knows what it waited for.
      throw client?.link.cause ?? error
    }
    const { protocol = '', subscriptions } = client?.link.health() ?? { subscriptions: [] }
    return { detail: `${grantedText(subscriptions, spoken)}, over MQTT ${protocol}`, value: undefined }
  })
  if (!heaters.passed)
    for (const name of ['heater-cloud', 'heater-status', 'heater-info'] as const)
      await list.step(name, { needs: [heaters] }, async () => ({ detail: '', value: undefined }))
  for (const heater of found) await checkHeater(list, heater, subscribed, units)
}

async function checkHeater(
  list: Checklist,
  device: NaviLinkDevice,
  subscribed: Result<unknown>,
  units: UnitSystem,
): Promise<void> {
  const heater = device.name
  const cloud = await list.step('heater-cloud', { heater }, async ({ signal }): Promise<Finding> => {
    if (!device.supported)
      return { detail: `${device.modelName}, not an NWP500: navilink can only list it`, value: undefined }
    const { connected } = await device.connectivity({ signal })
    if (connected) return { detail: `${device.modelName}, connected. ${lastFault(device)}`, value: undefined }
    const detail = `${device.modelName}, offline: the cloud can't reach it. ${lastFault(device)}`
    return { outcome: 'failed', detail, help: 'heater-offline', exit: exitCode.heaterOffline, value: undefined }
  })
  // The cloud's word counts; that it could not be asked doesn't.
  const offline = !cloud.passed && cloud.error === undefined
  const needs = [subscribed, ...(offline ? [cloud] : [])]
  const question = (ask: (signal: AbortSignal) => Promise<string>) => async (trying: { signal: AbortSignal }) =>
    device.supported
      ? { detail: await ask(trying.signal), value: undefined }
      : ({ outcome: 'skipped', detail: 'it is not an NWP500', value: undefined } as const)
  const status = await list.step(
    'heater-status',
    { heater, needs },
    question(async signal => statusLine(await device.status({ signal }), units)),
  )
  await list.step(
    'heater-info',
    { heater, needs: [status] },
    question(async signal => infoLine(await device.info({ signal }))),
  )
}

/** Without topics: they name the heater, and people paste this. */
function grantedText(reports: readonly SubscriptionReport[], heaters: Heaters): string {
  const wide = new Set(heaters.map(heaterFilter))
  const narrow = reports.filter(({ filter }) => !wide.has(filter))
  const granted = narrow.filter(({ state }) => state === 'granted').length
  if (granted === narrow.length) return `all ${granted} topic filters granted`
  const instead = reports.some(({ filter, state }) => wide.has(filter) && state === 'granted')
  return `${granted} of ${narrow.length} topic filters granted${instead ? ', the wide one in place of the others' : ''}`
}

function statusLine(status: Status, units: UnitSystem): string {
  const value = (key: StatusKey) =>
    status[key] === undefined
      ? '–'
      : valueText(statusFields[key], status[key], { units, formula: status.tempFormulaType })
  const tank = `tank ${value('tankUpperTemperature')} above, ${value('tankLowerTemperature')} below`
  const said = [`charge ${value('dhwChargePer')}`, tank, `heats ${heatsText(status)}`, faultText(status)]
  return said.filter(text => text !== undefined).join(', ')
}

const infoLine = ({ controllerSwVersion, panelSwVersion, wifiSwVersion }: DeviceInfo): string =>
  Object.entries({ controller: controllerSwVersion, panel: panelSwVersion, 'Wi-Fi': wifiSwVersion })
    .map(([part, version]) => `${part} ${typeof version === 'number' ? firmwareVersion(version) : '–'}`)
    .join(', ')
