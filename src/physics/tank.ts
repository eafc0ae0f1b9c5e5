/**
 * The water, in layers. The grid moves with it: cold water fills a lowest cell, and when that is full the topmost has
 * gone out, so that a draw pushes the water up without smearing it. Every watt-hour is accounted for.
 */
import type { Parameters } from './parameters.ts'

/** `layers` + 1 cells: all hold as much, but the lowest only `filled` of that, and the topmost the rest. */
export interface Tank {
  /** °C, from the bottom up. */
  readonly temperatures: Float64Array
  /** From 0 to below 1. */
  filled: number
}

/** [Φ] Wh/(L·K), of water. The steel, some 1 % more, is left out. */
export const waterHeat = 1.163

/** A guess: condensing refrigerant is so much warmer than the water around it, K. */
export const condenserLead = 5.6

/** Heat that warms the whole tank by one kelvin, Wh/K. */
export const heatCapacity = ({ litres }: Parameters): number => litres * waterHeat

/** A tank that is everywhere as warm as `temperatureAt` says, for parts of its volume from the bottom. */
export function filledTank({ layers }: Parameters, temperatureAt: (height: number) => number): Tank {
  const temperatures = Float64Array.from({ length: layers + 1 }, (_, i) => temperatureAt(Math.max(0, i - 0.5) / layers))
  return { temperatures, filled: 0 }
}

export const copyTank = ({ temperatures, filled }: Tank): Tank => ({ temperatures: temperatures.slice(), filled })

/** °C, of all the water. */
export function meanTemperature({ temperatures, filled }: Tank): number {
  const top = temperatures.length - 1
  let sum = at(temperatures, 0) * filled + at(temperatures, top) * (1 - filled)
  for (let i = 1; i < top; i++) sum += at(temperatures, i)
  return sum / top
}

/** Heat in the tank above 0 °C, Wh. */
export const storedHeat = (tank: Tank, parameters: Parameters): number =>
  heatCapacity(parameters) * meanTemperature(tank)

/** °C, at a part of the volume from the bottom. */
export function temperatureAt({ temperatures, filled }: Tank, height: number): number {
  const top = temperatures.length - 1
  // Centres of whole cells lie at `filled` + i − ½ layers.
  const cells = height * top - filled + 0.5
  if (cells <= 1) return at(temperatures, cells < 0.5 && filled > 0 ? 0 : 1)
  if (cells >= top - 1) return at(temperatures, cells > top - 0.5 ? top : top - 1)
  const i = Math.floor(cells)
  const below = at(temperatures, i)
  return below + (cells - i) * (at(temperatures, i + 1) - below)
}

/** What comes out first, °C. */
export const outletTemperature = ({ temperatures }: Tank): number => at(temperatures, temperatures.length - 1)

/**
 * Draws water off the top, and lets as much in at the bottom.
 * @param inlet °C.
 * @returns heat that left with it above 0 °C, Wh.
 */
export function draw(tank: Tank, parameters: Parameters, litres: number, inlet: number): number {
  const { temperatures } = tank
  const top = temperatures.length - 1
  const layer = parameters.litres / top
  let left = litres / layer
  let delivered = 0
  while (left > 0) {
    const remaining = 1 - tank.filled
    const part = Math.min(left, remaining)
    delivered += part * at(temperatures, top)
    const share = part / (tank.filled + part)
    temperatures[0] = at(temperatures, 0) + (inlet - at(temperatures, 0)) * share
    left -= part
    if (part < remaining) tank.filled += part
    else {
      temperatures.copyWithin(1, 0, top)
      temperatures[0] = inlet
      tank.filled = 0
      stir(temperatures, Math.round(parameters.inletMixing * top))
    }
  }
  return delivered * layer * waterHeat
}

/** Mixes the lowest so many layers. By layers that came in, so that a draw in pieces stirs as much as one. */
function stir(temperatures: Float64Array, layers: number): void {
  let sum = 0
  for (let i = 1; i <= layers; i++) sum += at(temperatures, i)
  for (let i = 1; i <= layers; i++) temperatures[i] = sum / layers
}

/** Mean temperature along the condenser, °C. */
export function condenserWater({ temperatures, filled }: Tank, { condenserTop, layers }: Parameters): number {
  const end = condenserTop * layers
  let sum = at(temperatures, 0) * Math.min(filled, end)
  for (let i = 1, edge = filled; edge < end; i++, edge++) sum += at(temperatures, i) * Math.min(1, end - edge)
  return sum / end
}

/**
 * Heat from the condenser, Wh: each layer takes it in proportion to how much colder than the refrigerant it is.
 * @param water of {@link condenserWater}, °C.
 */
export function heatByCondenser(tank: Tank, parameters: Parameters, water: number, heat: number): void {
  const { temperatures, filled } = tank
  const end = parameters.condenserTop * parameters.layers
  const refrigerant = water + condenserLead
  let pull = Math.max(0, refrigerant - at(temperatures, 0)) * Math.min(filled, end)
  for (let i = 1, edge = filled; edge < end; i++, edge++)
    pull += Math.max(0, refrigerant - at(temperatures, i)) * Math.min(1, end - edge)
  const warming = heat / ((parameters.litres / parameters.layers) * waterHeat) / pull
  if (filled > 0) takeHeat(temperatures, 0, refrigerant, warming * Math.min(1, end / filled))
  for (let i = 1, edge = filled; edge < end; i++, edge++) {
    const size = sizeOf(i, filled, parameters.layers)
    takeHeat(temperatures, i, refrigerant, warming * Math.min(1, (end - edge) / size))
  }
}

function takeHeat(temperatures: Float64Array, i: number, refrigerant: number, warming: number): void {
  const before = at(temperatures, i)
  temperatures[i] = before + Math.max(0, refrigerant - before) * warming
}

/** Heat from an element at a part of the volume from the bottom, Wh. */
export function heatByElement(tank: Tank, parameters: Parameters, height: number, heat: number): void {
  const { temperatures, filled } = tank
  const top = parameters.layers
  const i = Math.min(top, Math.max(0, Math.ceil(height * top - filled)))
  const capacity = sizeOf(i, filled, top) * (parameters.litres / top) * waterHeat
  temperatures[i] = at(temperatures, i) + heat / capacity
}

/**
 * Heat moves on between the layers and out of the tank for a short while (a minute or so).
 * @param air °C.
 * @returns what was lost, Wh.
 */
export function settle(tank: Tank, parameters: Parameters, air: number, seconds: number): number {
  conduct(tank, parameters, seconds)
  const lost = lose(tank, parameters, air, seconds)
  rise(tank)
  return lost
}

/** Pair by pair from below, each as far as it gets in the time: nothing overshoots, however thin a cell is. */
function conduct({ temperatures, filled }: Tank, { mixingTime, layers }: Parameters, seconds: number): void {
  const top = layers
  // Of a still tank the slowest wave decays with (layers / π)² of what two neighbours take.
  const rate = ((layers / Math.PI) ** 2 * seconds) / (mixingTime * 3600)
  exchange(temperatures, 0, filled, 1, (2 * rate) / (1 + filled))
  const between = rate / (1 + 2 * rate)
  let below = at(temperatures, 1)
  for (let i = 1; i < top - 1; i++) {
    const above = at(temperatures, i + 1)
    const moved = between * (above - below)
    temperatures[i] = below + moved
    below = above - moved
  }
  temperatures[top - 1] = below
  exchange(temperatures, top - 1, 1, 1 - filled, (2 * rate) / (2 - filled))
}

/** Between cell i and the next, of the sizes `below` and `above`. */
function exchange(temperatures: Float64Array, i: number, below: number, above: number, rate: number): void {
  const resistance = below * above + rate * (below + above)
  // An empty cell, in no time.
  if (resistance === 0) return
  const difference = at(temperatures, i + 1) - at(temperatures, i)
  const share = rate / resistance
  temperatures[i] = at(temperatures, i) + difference * share * above
  temperatures[i + 1] = at(temperatures, i + 1) - difference * share * below
}

/** Through the walls evenly, and a share through the bottom, which the lowest twenty-fourth of the water feels. */
function lose(tank: Tank, parameters: Parameters, air: number, seconds: number): number {
  const { temperatures, filled } = tank
  const { standbyLoss, bottomLoss, layers } = parameters
  const capacity = heatCapacity(parameters)
  const hours = seconds / 3600
  const wall = ((1 - bottomLoss) * standbyLoss * hours) / capacity
  const left = wall / (1 + wall)
  let excess = 0
  for (let i = 0; i <= layers; i++) {
    const celsius = at(temperatures, i)
    excess += (celsius - air) * sizeOf(i, filled, layers)
    temperatures[i] = celsius + (air - celsius) * left
  }
  const throughWalls = (excess / layers) * left * capacity

  const depth = layers * bottomDepth
  const bottom = (bottomLoss * standbyLoss * hours) / (capacity * bottomDepth)
  const gone = bottom / (1 + bottom)
  let throughBottom = 0
  for (let i = 0, edge = 0; edge < depth; i++) {
    const size = i === 0 ? filled : 1
    const part = Math.min(size, depth - edge)
    const fall = size > 0 ? (at(temperatures, i) - air) * gone * (part / size) : 0
    temperatures[i] = at(temperatures, i) - fall
    throughBottom += fall * size
    edge += size
    if (i === layers) break
  }
  return throughWalls + (throughBottom * capacity) / layers
}

/** Our choice: so much of the water feels the bottom, whatever the layers are. */
const bottomDepth = 1 / 24

/** Warmer water rises and mixes with what it meets, until nothing lies above something warmer. */
function rise({ temperatures, filled }: Tank): void {
  const top = temperatures.length - 1
  for (let i = 1; i <= top; i++) {
    if (at(temperatures, i) >= at(temperatures, i - 1)) continue
    let [first, last] = [i, i]
    let mean = at(temperatures, i)
    let volume = sizeOf(i, filled, top)
    for (;;) {
      const below = first > 0 && at(temperatures, first - 1) > mean
      if (!below && !(last < top && at(temperatures, last + 1) < mean)) break
      const joining = below ? --first : ++last
      const size = sizeOf(joining, filled, top)
      mean += ((at(temperatures, joining) - mean) * size) / (volume + size)
      volume += size
    }
    for (let j = first; j <= last; j++) temperatures[j] = mean
    i = last
  }
}

const sizeOf = (i: number, filled: number, top: number) => (i === 0 ? filled : i === top ? 1 - filled : 1)

/** A cell that is there. */
const at = (temperatures: Float64Array, i: number): number => temperatures[i] as number
