/** Metrics of the station itself: heaters, links, sinks, store and alerts. */

import type { Alert } from '../../alerts/alert.ts'
import type { ChannelReport } from '../../alerts/alerts.ts'
import type { SinkReport } from '../../sink.ts'
import type { StationAccount, StationHeater, StationView } from '../../station-view.ts'
import type { StoreSize } from '../../store/store.ts'
import { Counts, type Labels, type Metric, type MetricSample, single, stateSet } from './metric-text.ts'

type Of<Thing> = (name: string, doc: string, value: (thing: Thing) => number | undefined) => Metric

/** Makers of metrics that have a sample for each of some things. */
function each<Thing>(
  things: readonly Thing[],
  labels: (thing: Thing) => Labels,
): { gauge: Of<Thing>; counter: Of<Thing> } {
  const maker =
    (type: Metric['type']): Of<Thing> =>
    (name, doc, value) => ({
      name: `navilink_${name}`,
      type,
      doc,
      samples: things.flatMap((thing): readonly MetricSample[] => {
        const told = value(thing)
        return told === undefined ? [] : [{ labels: labels(thing), value: told }]
      }),
    })
  return { gauge: maker('gauge'), counter: maker('counter') }
}

export const heaterLabels = ({ id, name }: StationHeater): Labels => ({ heater: id, name })

export function heaterMetrics(heaters: readonly StationHeater[], now: number): readonly Metric[] {
  const { gauge, counter } = each(heaters, heaterLabels)
  return [
    {
      name: 'navilink_heater_info',
      type: 'gauge',
      doc: 'A heater that is watched, and its account.',
      samples: heaters.map(heater => ({ labels: { ...heaterLabels(heater), account: heater.account }, value: 1 })),
    },
    {
      name: 'navilink_heater_presence',
      type: 'gauge',
      doc: 'Whether the heater is there. 1 is the state that it is in.',
      samples: heaters.flatMap(heater =>
        stateSet(heaterLabels(heater), ['unknown', 'online', 'stale', 'offline'], heater.device.presence),
      ),
    },
    gauge('heater_connected', 'Whether the cloud can reach the heater.', ({ device: { connected } }) =>
      connected === undefined ? undefined : Number(connected),
    ),
    gauge(
      'status_timestamp_seconds',
      'When the newest status came, by the clock of the heaters.',
      ({ latest }) => latest && latest.at.getTime() / 1000,
    ),
    gauge(
      'status_age_seconds',
      'How old the newest status is, by the clock of the heaters.',
      ({ latest }) => latest && Math.max(0, now - latest.at.getTime()) / 1000,
    ),
    counter('samples_total', 'Samples of this run, pushes included.', ({ samples }) => samples),
    counter('answers_total', 'Samples that answered a question.', ({ answers }) => answers),
    counter('answers_expected_total', 'Answers that the interval should have brought.', ({ expected }) => expected),
    counter('questions_missed_total', 'Questions to the heater without an answer.', ({ missed }) => missed),
  ]
}

const linkStates = ['idle', 'signing-in', 'connecting', 'subscribing', 'online', 'waiting', 'auth-failed', 'gave-up']

export function linkMetrics(accounts: readonly StationAccount[]): readonly Metric[] {
  const links = accounts.map(({ name, state, link }) => ({ name, state, health: link.health(), queue: link.queue }))
  const labels = ({ name }: { readonly name: string }) => ({ account: name })
  const { gauge, counter } = each(links, labels)
  return [
    {
      name: 'navilink_account_state',
      type: 'gauge',
      doc: 'How an account fares. 1 is the state that it is in.',
      samples: links.flatMap(link =>
        stateSet(labels(link), ['signing-in', 'ready', 'refused', 'unreachable'], link.state),
      ),
    },
    {
      name: 'navilink_link_state',
      type: 'gauge',
      doc: 'What the link to the cloud does. 1 is the state that it is in.',
      samples: links.flatMap(link => stateSet(labels(link), linkStates, link.health.state)),
    },
    counter('link_connections_total', 'How often the link came online.', ({ health }) => health.connections),
    counter('link_drops_total', 'How often the link was lost.', ({ health }) => health.drops),
    counter('link_attempts_total', 'How often it was tried to connect.', ({ health }) => health.attempts),
    counter('link_replacements_total', 'Connections replaced before their end.', ({ health }) => health.replacements),
    counter('link_sent_messages_total', 'Messages sent.', ({ health }) => health.sent.messages),
    counter('link_sent_bytes_total', 'Bytes of messages sent.', ({ health }) => health.sent.bytes),
    counter('link_received_messages_total', 'Messages received.', ({ health }) => health.received.messages),
    counter('link_received_bytes_total', 'Bytes of messages received.', ({ health }) => health.received.bytes),
    gauge('link_unanswered_questions', 'Questions to heaters that are open.', ({ health }) => health.unanswered),
    gauge('link_answer_time_seconds', 'How long the last answer took.', ({ health: { answerTime } }) =>
      answerTime === undefined ? undefined : answerTime / 1000,
    ),
    gauge('command_queue_length', 'Commands that wait for the link or their turn.', ({ queue }) => queue?.size),
  ]
}

export function sinkMetrics(sinks: readonly SinkReport[]): readonly Metric[] {
  const { gauge, counter } = each(sinks, ({ name }) => ({ sink: name }))
  return [
    gauge('sink_waiting_samples', 'Samples that wait for a sink.', ({ waiting }) => waiting),
    gauge('sink_lag_seconds', 'How long the oldest of them has waited.', ({ lag }) => lag / 1000),
    counter('sink_written_samples_total', 'Samples that a sink took.', ({ written }) => written),
    counter('sink_dropped_samples_total', 'Samples that did not fit the queue of a sink.', ({ dropped }) => dropped),
    counter('sink_failed_samples_total', 'Samples that a sink could not take.', ({ failed }) => failed),
  ]
}

export function storeMetrics(
  { store: { state }, recorder }: Pick<StationView, 'store' | 'recorder'>,
  size: StoreSize | undefined,
): readonly Metric[] {
  const gauge = (name: string, doc: string, samples: readonly MetricSample[]): Metric => ({
    name: `navilink_store_${name}`,
    type: 'gauge',
    doc,
    samples,
  })
  return [
    gauge(
      'state',
      'Whether the store takes what comes. 1 is the state that it is in.',
      stateSet({}, ['ready', 'full', 'read-only', 'failed', 'closed'], state),
    ),
    gauge('size_bytes', 'Size of the files of the store.', single(size?.bytes)),
    gauge('samples', 'Samples as they came.', single(size?.samples)),
    gauge('packed_samples', 'Samples in packed days.', single(size?.packedSamples)),
    gauge('blocks', 'Packed days of a heater.', single(size?.blocks)),
    gauge('journal_entries', 'Entries of the journal.', single(size?.journal)),
    gauge('gaps', 'Stretches without samples.', single(size?.gaps)),
    {
      name: 'navilink_recorder_state',
      type: 'gauge',
      doc: 'Whether samples are put into the store. 1 is the state that it is in.',
      samples: stateSet({}, ['recording', 'waiting'], recorder.state.kind),
    },
    {
      name: 'navilink_recorder_waiting_samples',
      type: 'gauge',
      doc: 'Samples and gaps that are in memory only.',
      samples: single(recorder.waiting),
    },
    {
      name: 'navilink_recorder_lost_samples_total',
      type: 'counter',
      doc: 'Samples that were given up.',
      samples: single(recorder.lost),
    },
  ]
}

export function alertMetrics(open: readonly Alert[], channels: readonly ChannelReport[]): readonly Metric[] {
  const counts = new Counts()
  for (const { rule, severity, heater = '' } of open) counts.add({ rule, severity, heater })
  const { gauge, counter } = each(channels, ({ name, type }) => ({ channel: name, type }))
  return [
    counts.metric('gauge', 'navilink_alerts_open', 'Alerts whose cause lasts.'),
    gauge('channel_waiting_messages', 'Messages that wait for a channel.', ({ waiting }) => waiting),
    gauge('channel_lag_seconds', 'How long the oldest of them has waited.', ({ lag }) => lag / 1000),
    counter('channel_sent_messages_total', 'Messages that a channel took.', ({ sent }) => sent),
    counter('channel_failures_total', 'Attempts to send that failed.', ({ failures }) => failures),
    counter('channel_dropped_messages_total', 'Messages that were given up.', ({ dropped }) => dropped),
  ]
}
