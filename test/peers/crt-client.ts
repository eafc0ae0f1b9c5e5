/** An MQTT client of AWS's own make, written in C, with its own SigV4: one face for its two versions of the protocol. */
import { auth, io, iot, mqtt, mqtt5 } from 'aws-crt'
import type { AwsCredentials } from '#wire/sigv4'
import { Inbox, type InboxMessage } from './inbox.ts'

export interface CrtOptions {
  readonly version: '3.1.1' | '5'
  /** `https://localhost:8484`. */
  readonly url: string
  /** The authority to be believed, PEM. */
  readonly ca: string
  readonly credentials: AwsCredentials
  readonly clientId: string
  readonly will?: { readonly topic: string; readonly payload: string }
}

/** What the gateway said to CONNECT, as far as the version tells. */
export interface Welcome {
  readonly sessionPresent: boolean
  readonly receiveMaximum?: number | undefined
  readonly maximumQos?: number | undefined
  readonly maximumPacketSize?: number | undefined
  readonly serverKeepAlive?: number | undefined
}

export interface CrtClient extends AsyncDisposable {
  readonly welcome: Welcome
  /** The granted QoS, or what stands for a refusal. */
  subscribe(filter: string): Promise<number>
  /** At QoS 1; resolves with its PUBACK. */
  publish(topic: string, text: string): Promise<void>
  /** The next message, heard already or still to come, that is `wanted`. */
  next(wanted: (message: InboxMessage) => boolean): Promise<InboxMessage>
  /** Resolves when the other side has ended the connection: the reason code of MQTT 5, or undefined for a mere hang-up. */
  readonly thrownOut: Promise<number | undefined>
  /** DISCONNECT, and no coming back. */
  [Symbol.asyncDispose](): Promise<void>
}

const region = 'us-east-1'
const keepAlive = 60

/** @throws AWS's error when it isn't let in. */
export const openCrt = (options: CrtOptions): Promise<CrtClient> =>
  options.version === '5' ? openFive(options) : openThree(options)

async function openThree({ url, ca, credentials, clientId, will }: CrtOptions): Promise<CrtClient> {
  const { hostname, port } = new URL(url)
  const builder = iot.AwsIotMqttConnectionConfigBuilder.new_with_websockets({
    region,
    credentials_provider: providerOf(credentials),
  })
    .with_certificate_authority(ca)
    .with_endpoint(hostname)
    .with_port(Number(port))
    .with_client_id(clientId)
    .with_clean_session(true)
    .with_keep_alive_seconds(keepAlive)
  if (will) builder.with_will(new mqtt.MqttWill(will.topic, mqtt.QoS.AtLeastOnce, will.payload, false))
  const connection = new mqtt.MqttClient(new io.ClientBootstrap()).new_connection(builder.build())
  const inbox = new Inbox()
  connection.on('message', (topic, payload) => inbox.put(topic, payload))
  const thrownOut = new Promise<undefined>(resolve => connection.on('interrupt', () => resolve(undefined)))
  // It keeps its events back until somebody listens to this one.
  connection.on('connect', () => {})
  const sessionPresent = await connection.connect()
  return {
    welcome: { sessionPresent },
    subscribe: async filter => (await connection.subscribe(filter, mqtt.QoS.AtLeastOnce)).qos,
    publish: async (topic, text) => void (await connection.publish(topic, text, mqtt.QoS.AtLeastOnce)),
    next: wanted => inbox.next(wanted),
    thrownOut,
    [Symbol.asyncDispose]: once(() => connection.disconnect()),
  }
}

async function openFive({ url, ca, credentials, clientId, will }: CrtOptions): Promise<CrtClient> {
  const { hostname, port } = new URL(url)
  const builder = iot.AwsIotMqtt5ClientConfigBuilder.newWebsocketMqttBuilderWithSigv4Auth(hostname, {
    region,
    credentialsProvider: providerOf(credentials),
  })
    .withCertificateAuthority(ca)
    .withPort(Number(port))
    .withConnectProperties({
      clientId,
      keepAliveIntervalSeconds: keepAlive,
      ...(will ? { will: { topicName: will.topic, qos: mqtt5.QoS.AtLeastOnce, payload: will.payload } } : {}),
    })
  const client = new mqtt5.Mqtt5Client(builder.build())
  client.on('error', () => {})
  const inbox = new Inbox()
  client.on('messageReceived', ({ message }) => inbox.put(message.topicName, message.payload as ArrayBuffer))
  const thrownOut = new Promise<number | undefined>(resolve =>
    client.on('disconnection', ({ disconnect }) => resolve(disconnect?.reasonCode)),
  )
  const close = once(async () => {
    const stopped = new Promise<void>(resolve => client.on('stopped', () => resolve()))
    client.stop({ reasonCode: mqtt5.DisconnectReasonCode.NormalDisconnection })
    await stopped
    client.close()
  })
  const connected = new Promise<mqtt5.ConnackPacket>((resolve, reject) => {
    client.on('connectionSuccess', ({ connack }) => resolve(connack))
    client.on('connectionFailure', ({ error }) => reject(error))
  })
  client.start()
  const connack = await connected.catch(async error => {
    await close()
    throw error
  })
  return {
    welcome: connack,
    subscribe: async filter => {
      const subscriptions = [{ topicFilter: filter, qos: mqtt5.QoS.AtLeastOnce }]
      return (await client.subscribe({ subscriptions })).reasonCodes[0] ?? Number.NaN
    },
    publish: async (topicName, payload) =>
      void (await client.publish({ topicName, payload, qos: mqtt5.QoS.AtLeastOnce })),
    next: wanted => inbox.next(wanted),
    thrownOut,
    [Symbol.asyncDispose]: close,
  }
}

/** Neither of them may be closed twice. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined
  return () => {
    closed ??= close()
    return closed
  }
}

const providerOf = ({ accessKeyId, secretKey, sessionToken }: AwsCredentials) =>
  auth.AwsCredentialsProvider.newStatic(accessKeyId, secretKey, sessionToken)
