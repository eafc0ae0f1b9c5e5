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
<ul id="alerts"></ul><main id="heaters"></main>
<h2>For programs</h2>
<p><a href="/openapi.json">openapi.json</a> says what can be asked; <a href="/metrics">metrics</a> is for Prometheus.</p>
<pre>curl <span class="here"></span>/api/v1/heaters
curl -N <span class="here"></span>/api/v1/events
navilink token add Kitchen --write   # from the first token on: -H 'Authorization: Bearer nvl_…'</pre>
<script type="module" src="/page.js"></script>
`

const css = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
#heaters { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); }
section { border: 1px solid #8886; border-radius: .5rem; padding: 1rem; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
.charge { font-size: 2.5rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
dl { display: grid; grid-template-columns: auto 1fr; margin: 0; font-variant-numeric: tabular-nums; }
dd { margin: 0; text-align: end; }
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

function card({ name, presence, latest }) {
  const { status = {}, derived = {}, at } = latest ?? {}
  const charge = element('div', told(status.dhwChargePer, ' %'))
  charge.className = 'charge'
  const age = at ? Math.max(0, Math.round((Date.parse(now) - Date.parse(at)) / 60000)) + ' min ago' : '–'
  const rows = {
    'Upper, lower tank': told(status.tankUpperTemperature, ' °C, ') + told(status.tankLowerTemperature, ' °C'),
    Setpoint: told(status.dhwTemperatureSetting, ' °C'),
    Mode: told(status.dhwOperationSetting),
    Heating: told(derived.heating),
    Power: told(status.currentInstPower, ' W'),
    Told: presence + ', ' + age,
  }
  const lines = Object.entries(rows).flatMap(([label, value]) => [element('dt', label), element('dd', value)])
  const fault = derived.fault ? element('p', derived.fault) : ''
  const made = element('section', element('h2', name), charge, element('dl', ...lines), fault)
  if (presence !== 'online') made.className = 'stale'
  return made
}

function draw() {
  by('state').textContent = 'By the heaters’ clock it is ' + new Date(now).toLocaleString() + '.'
  by('heaters').replaceChildren(...[...heaters.values()].map(card))
  by('alerts').replaceChildren(...[...alerts.values()].map(({ text }) => element('li', text)))
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
