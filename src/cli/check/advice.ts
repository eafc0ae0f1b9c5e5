/** What to do about a step that failed, in one sentence for each heading of docs/troubleshooting.md. */
import type { Heading } from './step.ts'

export const advice: Readonly<Record<Heading, string>> = {
  'sign-in-refused':
    'Sign in to the NaviLink app with the same e-mail and password first, then navilink login; many failures lock the account.',
  'log-in-again': 'Run navilink login --email you@example.com as the user who runs the rest.',
  'asked-to-wait': 'Wait a quarter of an hour, and ask less often from then on.',
  'no-connection':
    'See whether anything else on this machine reaches the internet, and whether port 443 is open to it.',
  'name-not-found': "Look at this machine's DNS, and at what --cloud or NAVILINK_CLOUD says.",
  'connection-refused':
    'Compare the address with what navilink simulate printed, or leave --cloud and NAVILINK_CLOUD out.',
  'certificate-not-trusted':
    "Look at this machine's clock, and name the authority of a proxy or of your own with --ca FILE.",
  'something-else-answers': 'Open any page in a browser on this machine, and log in to the network where it asks.',
  'cloud-out-of-order': 'See whether the phone app works; if it fails as well, only waiting helps.',
  'cloud-maintenance': 'Wait for the end that the notice names.',
  'gateway-refuses-the-connection':
    "Look at this machine's clock; if it is right, navilink logout and navilink login bring new AWS keys, and what is left is the gateway's own trouble.",
  'another-program-uses-this-client-id': 'Give each program a client id of its own, or leave that setting out.',
  'no-answer-in-time': 'Run it again with --timeout 2m, on a better connection if there is one.',
  'heater-does-not-answer':
    "See whether the phone app reaches the heater on mobile data; if it doesn't, restart the heater's Wi-Fi.",
  'answer-not-understood': 'Run it once more; if it stays, update navilink, and then report it.',
  'request-refused': "Sign in as the heater's owner; if you are, report the code.",
  'topic-refused': 'See with navilink devices whether the heater still belongs to this account.',
  'not-supported': 'A recording of another model is welcome: navilink record.',
  'wrong-setting': 'Correct it where the sentence says it was read.',
  'csv-file-refused': 'Name another file.',
  'history-store': 'See what the file of the record says of itself: navilink history stats.',
  'anything-else': 'Run it again with --debug --log-file navilink.log, and report it with that file.',
  'heater-offline': "Look at the heater's power, at the Wi-Fi sign on its panel, and at the router.",
  'no-heater-in-this-account': 'Sign in with the account that has the heater, or let its owner share it from the app.',
}
