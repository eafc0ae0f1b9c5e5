/** Runs before every test file: nothing that a test starts may reach beyond this machine. */
import net from 'node:net'

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  // net.connect() hands over its normalised arguments as one array.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  const host =
    typeof first === 'object' && first !== null
      ? first.path
        ? 'localhost'
        : (first.host ?? 'localhost')
      : typeof second === 'string'
        ? second
        : 'localhost'
  if (!loopback.test(host)) throw new Error(`A test tried to reach ${host}; tests stay on loopback.`)
  return connect.apply(this, args as Parameters<typeof connect>)
} as typeof connect
