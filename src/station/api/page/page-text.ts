/** The plain page at `/`: what is here, how each heater is, and where to go on. */

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>navilink</title>
<link rel="stylesheet" href="/page.css">
<h1>navilink</h1>
<p id="state" role="status">Connecting …</p>
<form id="login" hidden>
  <label>Token <input name="token" type="password" required></label> <button>Let me in</button>
</form>
<ul id="alerts" aria-label="Alerts"></ul><main id="heaters"></main>
<h2>For programs</h2>
<p><a href="/openapi.json">openapi.json</a> says what can be asked; <a href="/metrics">metrics</a> is for Prometheus.</p>
<pre>curl <span class="here"></span>/api/v1/heaters
curl -N <span class="here"></span>/api/v1/events
navilink token add Kitchen --write   # from the first token on: -H 'Authorization: Bearer nvl_…'</pre>
<script type="module" src="/page.js"></script>
`

const css = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
#heaters { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
section { border: 1px solid #8886; border-radius: .5rem; padding: 1rem; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
.charge { font-size: 2.5rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
dl { display: grid; grid-template-columns: auto 1fr; column-gap: 1rem; margin: 0; font-variant-numeric: tabular-nums; }
dt { white-space: nowrap; opacity: .8; }
dd { margin: 0; text-align: end; }
pre { white-space: pre-wrap; }
main + h2 { margin-top: 2rem; }
#alerts { list-style: none; padding: 0; display: grid; gap: .5rem; }
#alerts li { border-inline-start: .4rem solid #888; padding: .25rem .75rem; background: #8881; overflow-wrap: anywhere; }
#alerts li.alarm { border-color: #d32; }
#alerts li.warning { border-color: #e90; }
#alerts small { display: block; opacity: .8; }
.stale { opacity: .5; }
`

const script = `const by = id => document.getElementById(id)
for (const place of document.querySelectorAll('.here')) place.textContent = location.origin
const heaters = new Map(), alerts = new Map()
// The heaters' clock: it may run faster than that of this browser.
let now

const element = (name, ...inside) => {
  const made = document.createElement(name)
  made.append(...inside)
  return made
}
const told = (value, unit = '') => (value === undefined || value === null ? '–' : value + unit)

// Nothing of it goes to a line of its own.
const joined = text => text.replaceAll(' ', '\u00a0')
const words = name => told(name).replaceAll('-', ' ')
const degrees = celsius =>
  typeof celsius === 'number' ? joined(celsius + ' °C · ' + Math.round((celsius * 9) / 5 + 32) + ' °F') : '–'
const ago = at => {
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(at)) / 60000))
  const [count, unit] = minutes < 120 ? [minutes, 'min'] : minutes < 2880 ? [minutes / 60, 'h'] : [minutes / 1440, 'd']
  return joined(Math.round(count) + ' ' + unit + ' ago')
}
const when = at => new Date(at).toLocaleString()

function card({ name, presence, latest }) {
  const { status = {}, derived = {}, at } = latest ?? {}
  const charge = element('div', told(status.dhwChargePer, ' %'))
  charge.className = 'charge'
  const rows = {
    'Upper tank': degrees(status.tankUpperTemperature),
    'Lower tank': degrees(status.tankLowerTemperature),
    Setpoint: degrees(status.dhwTemperatureSetting),
    Mode: words(status.dhwOperationSetting),
    Heating: words(derived.heating),
    Power: told(status.currentInstPower, ' W'),
    Heard: at ? joined(presence + ' · ' + ago(at)) : presence,
  }
  const lines = Object.entries(rows).flatMap(([label, value]) => [element('dt', label), element('dd', value)])
  const fault = derived.fault ? element('p', derived.fault) : ''
  const made = element('section', element('h2', name), charge, element('dl', ...lines), fault)
  if (presence !== 'online') made.className = 'stale'
  return made
}

const severities = ['alarm', 'warning', 'info']
const quiet = ({ acknowledged, snoozedUntil }) => Boolean(acknowledged || (snoozedUntil && snoozedUntil > now))

function notice({ heater, heaterName, severity, since, text, acknowledged, acknowledgedBy, snoozedUntil }) {
  const whose = heater ? (heaterName ?? heater) : 'The station'
  const facts = [severity, 'since ' + when(since) + ' (' + ago(since) + ')']
  if (acknowledged) facts.push('acknowledged' + (acknowledgedBy ? ' by ' + acknowledgedBy : ''))
  if (snoozedUntil && snoozedUntil > now) facts.push('snoozed until ' + when(snoozedUntil))
  // The text may name it itself.
  const said = text.includes(whose) ? [text] : [element('strong', whose), ': ' + text]
  const made = element('li', ...said, element('small', facts.join(', ')))
  made.className = severity
  return made
}

const urgent = (one, other) =>
  quiet(one) - quiet(other) ||
  severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
  Date.parse(other.since) - Date.parse(one.since)

function draw() {
  by('state').textContent = 'By the heaters’ clock it is ' + new Date(now).toLocaleString() + '.'
  by('heaters').replaceChildren(...[...heaters.values()].map(card))
  by('alerts').replaceChildren(...[...alerts.values()].sort(urgent).map(notice))
}

const changes = {
  snapshot(all) {
    for (const list of [heaters, alerts]) list.clear()
    for (const heater of all.heaters) heaters.set(heater.id, heater)
    for (const alert of all.alerts) alerts.set(alert.id, alert)
  },
  sample: ({ heater, sample }) => Object.assign(heaters.get(heater) ?? {}, { latest: sample }),
  presence: ({ heater, presence }) => Object.assign(heaters.get(heater) ?? {}, { presence }),
  alert: ({ alert }) => (alert.ended ? alerts.delete(alert.id) : alerts.set(alert.id, alert)),
}

function listen() {
  const stream = new EventSource('/api/v1/events')
  for (const [name, change] of Object.entries(changes))
    stream.addEventListener(name, ({ data }) => {
      const it = JSON.parse(data)
      now = it.now
      change(it)
      draw()
    })
  stream.addEventListener('error', async () => {
    by('state').textContent = 'The station does not answer.'
    const { status } = await fetch('/api/v1/session').catch(() => ({}))
    if (status !== 401) return
    stream.close()
    by('state').textContent = 'This station asks for a token.'
    by('login').hidden = false
  })
}

by('login').addEventListener('submit', async event => {
  event.preventDefault()
  const token = new FormData(event.target).get('token')
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch('/api/v1/session', { method: 'POST', headers, body: JSON.stringify({ token }) })
  by('login').hidden = answer.ok
  if (answer.ok) listen()
  else by('state').textContent = (await answer.json()).error.message
})
listen()
`

/** By path: the type and the text. */
export const pageTexts = {
  '/': ['text/html; charset=utf-8', html],
  '/page.css': ['text/css; charset=utf-8', css],
  '/page.js': ['text/javascript; charset=utf-8', script],
} as const
