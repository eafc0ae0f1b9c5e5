/** What is known of each REST call beyond what we send: what comes back, and how sure that is. */
import type { Seen } from '#schema/field'

export interface RestFact {
  readonly does: string
  /** Of the answer's `data`. */
  readonly answer: string
  readonly seen: Seen
}

export const restFacts: Readonly<Record<string, RestFact>> = {
  'POST /user/sign-in': {
    does: 'Signs in. One attempt: repeated refusals may lock the account.',
    answer: '`{userInfo, legal[], token}`',
    seen: 'captured',
  },
  'POST /auth/refresh': {
    does: 'A new access token. No AWS credentials come with it.',
    answer: '`{idToken, accessToken, refreshToken, authenticationExpiresIn}`; it may leave some out',
    seen: 'captured',
  },
  'POST /auth/session/refresh': {
    does: 'New AWS credentials for a live access token, and nothing else.',
    answer: '`{accessKeyId, secretKey, sessionToken, authorizationExpiresIn}`, each optional',
    seen: 'vendor',
  },
  'POST /user/secured-sign-in': {
    does: 'A sign-in without the password, by a live access token.',
    answer: 'as a sign-in; its `token` has held the AWS credentials only',
    seen: 'tried',
  },
  'POST /app/version': {
    does: 'Whether the cloud is open. Needs no account.',
    answer:
      '`{appVersion, appForceVersion}`; under maintenance code 403 with `{serverCheckText}`, line breaks as a literal `\\n`',
    seen: 'vendor',
  },
  'POST /user/info': {
    does: 'Who the account belongs to.',
    answer: '`userInfo` with `userPhoneNumber, userEmail`; a last name may be null',
    seen: 'vendor',
  },
  'POST /device/list': {
    does: 'The heaters, a page at a time until a short one. 20 a page are the most.',
    answer:
      '`[{deviceInfo, location, error, descaling}]`; `error`, `{errorCode, errorOccuredTime}`, is the last fault that the cloud knows, also while the heater is offline; null is not told (*tried*)',
    seen: 'captured',
  },
  'POST /device/simple-list': {
    does: 'The same in short.',
    answer: '`[{macAddress, additionalValue, deviceType, modelTypeCode, deviceName}]`',
    seen: 'vendor',
  },
  'POST /app/update-push-token': { does: 'Registers a phone for notifications.', answer: 'none', seen: 'captured' },
  'POST /device/info': {
    does: 'What the cloud keeps of one heater.',
    answer:
      '`{deviceInfo, location, installer, alarmInfo, descaling}`; flags in `alarmInfo` are 1 on, 2 off (*vendor’s app*)',
    seen: 'captured',
  },
  'GET /device/connectivity-status': {
    does: 'Whether the cloud reaches the heater; asked only where the two calls above don’t tell `connected`.',
    answer: 'likely `{connected}`',
    seen: 'guessed',
  },
  'POST /device/firmware/info': {
    does: 'The firmware of its parts; some accounts get 403.',
    answer:
      '`{firmwares: [{curSwCode, curVersion, downloadedVersion, deviceType, deviceGroup, …}]}`; `deviceGroup` is null, or `{groupSeq, unitNum}` (*vendor’s app*)',
    seen: 'captured',
  },
  'POST /firmware/info': {
    does: 'What one version of one part is about.',
    answer:
      '`{description, runTime, modelNumber, modelType, productFamily, registerAt, swCode, swVersion}`, any of them null; `runTime` in minutes, `registerAt` in ms',
    seen: 'vendor',
  },
  'POST /device/error/list': {
    does: 'The faults that the cloud remembers. For installers: an owner gets `COMMON_NOT_AUTHORIZED`. `continuousKey` leads to the next page; what it has to be is a guess.',
    answer: '`{timeZone, errorInfo: [{channelNumber, unitType, errorCode, subError, errorOccuredTime}]}`',
    seen: 'tried',
  },
  'POST /device/change-info': {
    does: 'Renames a heater. `deviceInfo` is `{macAddress, additionalValue, deviceType, deviceName, installType}`; `location` is left out: an empty one would take the place of what is known.',
    answer: 'none',
    seen: 'vendor',
  },
  'POST /user/get-push-settings': {
    does: 'Of what the vendor’s app notifies.',
    answer: '`{isErrorAlarm, isDescalingAlarm, isEtcAlarm}`, 1 on, 2 off',
    seen: 'vendor',
  },
  'POST /user/set-push-settings': {
    does: 'Changes that; every flag that it told is wanted.',
    answer: 'the flags',
    seen: 'vendor',
  },
  'GET /device/tou': {
    does: 'The time-of-use plan. There is no other way to read it. `controllerId` is the controller’s serial number; any other gives code 500 (*tried*). `userType` is `O` when it isn’t known.',
    answer:
      '`{registerPath, sourceType, touInfo}`; `touInfo` is `{controllerId, manufactureId, name, utility, zipCode, schedule: [{season, interval: […]}]}`, the ZIP code a number without leading zeros',
    seen: 'captured',
  },
  'PUT /device/tou': {
    does: 'Registers a plan with the cloud. The heater is told over MQTT.',
    answer: 'as `GET`',
    seen: 'peer',
  },
  'DELETE /device/tou': {
    does: 'Takes it away. One that was set over Bluetooth (`registerPath` `bt`) goes by `controllerId` in place of the address.',
    answer: 'none',
    seen: 'vendor',
  },
  'POST /device/tou/convert': {
    does: 'Turns OpenEI’s plans into the heater’s form. We do that ourselves: [tariffs.md](tariffs.md).',
    answer: '`{touInfo: [{name, utility, schedule}]}`',
    seen: 'peer',
  },
  'GET /device/tou/manufacture-id': {
    does: 'The number under which the controller was made.',
    answer: '`{manufactureId}`; fifteen zeros are none',
    seen: 'tried',
  },
  'POST /device/filter/change-info': {
    does: 'Writes a filter change into the cloud’s log book. The heater’s own hours go on. The date has no leading zeros.',
    answer: 'none',
    seen: 'vendor',
  },
  'POST /device/cip/change-info': { does: 'The same for descaling.', answer: 'none', seen: 'vendor' },
  'POST /device/filter/history': {
    does: 'What stands in that book, the newest first.',
    answer: '`[{maintenanceDate, registerAt}]`',
    seen: 'vendor',
  },
  'POST /device/cip/history': {
    does: 'The same for descaling.',
    answer: '`[{maintenanceDate, registerAt}]`',
    seen: 'vendor',
  },
}
